import type { Clock } from '../clock.js';

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
  getColorDepth?(environment?: object): number;
}

const bufferedCharacters = 32 * 1024;
const bufferedMs = 2;

/** Codes of a write to a pipe or socket that nobody reads any more. */
const goneCodes = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * Writes lines, as slowly as their reader reads.
 *
 * Lines that come in quick succession share one write; none waits longer than about 2 ms. Every write lets the event
 * loop turn, so that a signal is seen also while data come without a pause.
 */
export class LineOutput {
  readonly #stream: OutputStream;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  #buffered = '';
  #lastFlush = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Immediate | undefined;

  constructor(stream: OutputStream, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    stream.on('error', (error: NodeJS.ErrnoException) => this.#end(error));
  }

  /** Aborted as soon as nothing can be written any more; its reason is {@link OutputClosed} or the failure. */
  get ended(): AbortSignal {
    return this.#ended.signal;
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

  /** Hands all lines to the stream and waits until it takes more. Throws as {@link LineOutput.write} does. */
  async flush(): Promise<void> {
    clearImmediate(this.#timer);
    this.#timer = undefined;
    this.#lastFlush = this.#clock.now();
    const text = this.#buffered;
    this.#buffered = '';
    const takesMore = text === '' || this.#stream.write(text);
    await (takesMore ? new Promise((resolve) => void setImmediate(resolve)) : this.#drained());
    this.#ended.signal.throwIfAborted();
  }

  /** Waits until everything has left this process. Throws as {@link LineOutput.write} does. */
  async finish(): Promise<void> {
    await this.flush();
    await new Promise<void>((resolve) => {
      this.#stream.write('', (error) => {
        if (error) this.#end(error);
        resolve();
      });
    });
    this.#ended.signal.throwIfAborted();
  }

  #end(error: NodeJS.ErrnoException): void {
    this.#ended.abort(goneCodes.has(error.code ?? '') ? new OutputClosed() : outputFailure(error));
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#stream.removeListener('drain', done);
        this.#ended.signal.removeEventListener('abort', done);
        resolve();
      };
      this.#stream.on('drain', done);
      this.#ended.signal.addEventListener('abort', done);
    });
  }
}

function outputFailure(error: NodeJS.ErrnoException): Error {
  return new Error(`cannot write the output: ${error.message}`, { cause: error });
}
