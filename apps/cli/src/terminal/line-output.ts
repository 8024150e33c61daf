import type { Clock } from '@h5tail/follower';

/** Reason of an abort: whoever read our output is gone, as with `| head -1`. A clean end. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';

  constructor() {
    super('the reader of the output is gone');
  }
}

/** A stream that text is written to; `process.stdout` and any Node stream fit. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** What the stream has not got rid of yet. */
  readonly writableLength?: number;
  getColorDepth?(environment?: object): number;
}

const bufferedCharacters = 32 * 1024;
const bufferedMs = 2;

/** Codes of a write to a pipe or socket that nobody reads any more. */
const goneCodes = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Writes lines, as slowly as their reader reads, until it is told to stop: then nothing waits for the reader any more.
 *
 * Lines that come in quick succession share one write; none waits longer than about 2 ms. Every write lets the event
 * loop turn, so that a signal is seen also while data come without a pause.
 */
export class LineOutput {
  readonly #stream: OutputStream;
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  readonly #ended = new AbortController();
  #buffered = '';
  #lastFlush = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Immediate | undefined;

  /** @param stop Once it is aborted, what the stream does not take at once may get lost. */
  constructor(stream: OutputStream, clock: Clock, stop: AbortSignal) {
    this.#stream = stream;
    this.#clock = clock;
    this.#stop = stop;
    stream.on('error', (error: NodeJS.ErrnoException) => this.#end(error));
  }

  /** Aborted as soon as nothing can be written any more; its reason is {@link OutputClosed} or the failure. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether there is something that the reader has not made room for. */
  get isBehind(): boolean {
    return (this.#stream.writableLength ?? 0) > 0;
  }

  /**
   * Writes one line; `line` has no line feed.
   *
   * @throws OutputClosed when nobody reads any more.
   * @throws Error when the output cannot be written, for example because a disk is full.
   */
  async write(line: string): Promise<void> {
    this.#ended.signal.throwIfAborted();
    this.#buffered += `${line}\n`;
    const late = this.#clock.now() - this.#lastFlush >= bufferedMs;
    if (late || this.#buffered.length >= bufferedCharacters) {
      await this.flush();
    } else {
      this.#timer ??= setImmediate(() => void this.flush().catch(() => undefined));
    }
  }

  /**
   * Writes one line and waits until it has left this process, or for the stop: for lines that must not become old. What is
   * written next then waits behind no more than the operating system holds for the reader. Throws as {@link LineOutput.write}
   * does.
   */
  async writeThrough(line: string): Promise<void> {
    this.#ended.signal.throwIfAborted();
    this.#buffered += `${line}\n`;
    await this.finish();
  }

  /**
   * Writes a piece of output as it is, behind the lines that came before it. For what is made in large pieces, also bytes;
   * their memory belongs to the stream from now on. Throws as {@link LineOutput.write} does.
   */
  async writePiece(piece: string | Uint8Array): Promise<void> {
    this.#ended.signal.throwIfAborted();
    if (this.#buffered !== '') await this.flush();
    if (piece.length > 0) await this.#handOver(piece);
  }

  /** Hands all lines to the stream and waits until it takes more or the stop comes. Throws as {@link LineOutput.write} does. */
  async flush(): Promise<void> {
    clearImmediate(this.#timer);
    this.#timer = undefined;
    const text = this.#buffered;
    this.#buffered = '';
    await this.#handOver(text);
  }

  async #handOver(piece: string | Uint8Array): Promise<void> {
    this.#lastFlush = this.#clock.now();
    const takesMore = piece.length === 0 || this.#stream.write(piece);
    await (takesMore
      ? new Promise((resolve) => void setImmediate(resolve))
      : this.#untilDone((done) => this.#stream.on('drain', done)));
    this.#ended.signal.throwIfAborted();
  }

  /** Waits until everything has left this process, or for the stop. Throws as {@link LineOutput.write} does. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#untilDone((done) => {
      this.#stream.write('', (error) => {
        if (error) this.#end(error);
        done();
      });
    });
    this.#ended.signal.throwIfAborted();
  }

  #end(error: NodeJS.ErrnoException): void {
    this.#ended.abort(goneCodes.has(error.code ?? '') ? new OutputClosed() : outputFailure(error));
  }

  /** Starts to wait for the stream, until it calls `done`, the output has ended, or the stop comes. */
  #untilDone(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const signals = [this.#ended.signal, this.#stop];
      const done = (): void => {
        this.#stream.removeListener('drain', done);
        for (const signal of signals) signal.removeEventListener('abort', done);
        resolve();
      };
      for (const signal of signals) signal.addEventListener('abort', done);
      start(done);
      if (signals.some((signal) => signal.aborted)) done();
    });
  }
}

function outputFailure(error: NodeJS.ErrnoException): Error {
  return new Error(`cannot write the output: ${error.message}`, { cause: error });
}
