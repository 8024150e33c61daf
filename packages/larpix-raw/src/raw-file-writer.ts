import { Hdf5Error } from '@h5tail/adapter';
import { systemClock, type Clock } from '@h5tail/follower';
import { messageBatch, type IoGroupInput, type MessageBatch, type MessageInput } from './messages/message-batch.js';
import { MessageBuffer } from './messages/message-buffer.js';
import { appendBatch } from './writing/append-batch.js';
import { DiskSync } from './writing/disk-sync.js';
import { openForAppending, type AppendableFile, type AppendOptions } from './writing/open-for-appending.js';

/** One chunk of the file: flushes that end with a chunk leave no unfinished one behind that is written again. */
const usualFlushEvery = 1024;
const usualFlushEveryMs = 250;
/** So much is not kept back, however few messages it is. */
const mostBytesKept = 8 * 1024 * 1024;

/** Options of {@link RawFileWriter.open}. */
export interface RawFileWriterOptions extends AppendOptions {
  /** Flushes when so many messages have come. Default: 1024. */
  readonly flushEvery?: number;
  /**
   * Flushes what has come after so many milliseconds at the latest; `Infinity`: never by time. Each flush of a few messages
   * costs some kilobytes of the file. Default: 250.
   */
  readonly flushEveryMs?: number;
  /** Whether a flush waits until the disk has it (fsync), so that it survives the death of the machine too. Default: false. */
  readonly sync?: boolean;
  /** Told after each flush how many messages of the file are durable. It must not throw. Default: nobody. */
  readonly onDurable?: (durable: number) => void;
  /** Default: `systemClock`. */
  readonly clock?: Clock;
}

/**
 * Appends messages to a raw file that it keeps open in SWMR mode, so that others can follow it.
 *
 * Messages are collected and flushed together, by number and by time. Once flushed they are durable: they survive the death
 * of this process, at any moment, in order and with their headers; see `repair`. Calls may overlap and are carried out in
 * the order in which they are made.
 *
 * @example
 * ```ts
 * await using writer = await RawFileWriter.open('raw.h5', { adapter: nativeAdapter(), ioVersion: '0.0' });
 * for await (const [ioGroup, message] of socket) await writer.append([message], ioGroup);
 * ```
 */
export class RawFileWriter implements AsyncDisposable {
  readonly #target: AppendableFile;
  readonly #disk: DiskSync | undefined;
  readonly #flushEvery: number;
  readonly #flushEveryMs: number;
  readonly #clock: Clock;
  readonly #onDurable: ((durable: number) => void) | undefined;
  readonly #pending = new MessageBuffer();
  #durable: number;
  #accepted: number;
  #last: Promise<unknown> = Promise.resolve();
  /** Number of writes and flushes that are under way or wait for their turn. */
  #turns = 0;
  #timer: AbortController | undefined;
  #closing: Promise<void> | undefined;
  #fault: { readonly error: unknown; isTold: boolean } | undefined;

  private constructor(target: AppendableFile, disk: DiskSync | undefined, options: RawFileWriterOptions) {
    const { flushEvery = usualFlushEvery, flushEveryMs = usualFlushEveryMs, clock = systemClock, onDurable } = options;
    this.#target = target;
    this.#disk = disk;
    this.#flushEvery = flushEvery;
    this.#flushEveryMs = flushEveryMs;
    this.#clock = clock;
    this.#onDurable = onDurable;
    this.#durable = target.length;
    this.#accepted = target.length;
  }

  /**
   * Opens a file for appending, or creates it where there is none or an empty one.
   *
   * @throws Hdf5Error as `toRawFile`; `FILE_LOCKED` where another writer has the file, or was killed.
   * @throws RangeError for a number that makes no sense; TypeError for a version that is none.
   */
  static async open(path: string, options: RawFileWriterOptions): Promise<RawFileWriter> {
    const { flushEvery = usualFlushEvery, flushEveryMs = usualFlushEveryMs } = options;
    if (!(flushEvery >= 1)) throw new RangeError(`flushEvery ${flushEvery} is not 1 or more`);
    if (!(flushEveryMs >= 0)) throw new RangeError(`flushEveryMs ${flushEveryMs} is not 0 or more`);
    const target = await openForAppending(path, options);
    let disk: DiskSync | undefined;
    try {
      if (options.sync === true) disk = await DiskSync.open(target.file.path);
      await disk?.sync();
      return new RawFileWriter(target, disk, options);
    } catch (error) {
      await disk?.close();
      await target.file.close();
      throw error;
    }
  }

  /** Absolute path of the file. */
  get path(): string {
    return this.#target.file.path;
  }

  /** `failed`: something could not be written, and nothing more will be. */
  get status(): 'open' | 'failed' | 'closed' {
    if (this.#closing !== undefined) return 'closed';
    return this.#fault === undefined ? 'open' : 'failed';
  }

  /** Number of messages of the file with those that are not flushed yet. */
  get length(): number {
    return this.#accepted;
  }

  /** Number of messages of the file that survive the death of this process; with `sync` that of the machine. */
  get durable(): number {
    return this.#durable;
  }

  /**
   * Takes messages, all or none of them. It waits while a flush is due, so who waits for it is slowed down to what the disk
   * takes.
   *
   * @param messages Their memory may be used again when the promise is fulfilled.
   * @param ioGroups The board of each, or one for all. Default: 0.
   * @throws Hdf5Error `INVALID_DATA` for messages or boards that are none: the writer goes on. `NO_SPACE`, `IO`, … where
   * writing failed, now or before: what is durable stays, and nothing more can be written. `CLOSED`.
   */
  async append(messages: MessageInput, ioGroups: IoGroupInput = 0): Promise<void> {
    this.#requireUsable();
    const batch = messageBatch(messages, ioGroups, this.path);
    if (batch.messages.length === 0) return;
    this.#accepted += batch.messages.length;
    // A flush that waits takes all that is pending by then, so nothing may go past it.
    const isFirst = this.#turns === 0 && this.#pending.length === 0;
    if (isFirst && this.#isMuch(batch.messages.length, batch.messages.values.length)) {
      await this.#told(this.#inTurn(() => this.#write(batch)));
      return;
    }
    this.#pending.add(batch);
    if (this.#isMuch(this.#pending.length, this.#pending.byteLength)) await this.#told(this.#flushPending());
    else this.#startTimer();
  }

  /**
   * Makes all messages durable that were taken before.
   *
   * @returns Number of messages of the file, all of them durable.
   * @throws Hdf5Error as `append`.
   */
  async flush(): Promise<number> {
    this.#requireUsable();
    await this.#told(this.#flushPending());
    return this.#durable;
  }

  /**
   * Flushes what is left, unless writing failed before, and closes the file. Closing again does nothing.
   *
   * @throws Hdf5Error for a fault that no call has told yet, and where the last flush or closing fails.
   */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** As {@link RawFileWriter.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #end(): Promise<void> {
    try {
      if (this.#fault === undefined) await this.#told(this.#flushPending());
      else await this.#last.catch(() => undefined);
      if (this.#fault?.isTold === false) throw this.#fault.error;
    } catch (error) {
      // What keeps the file from being closed then follows from this.
      await this.#release().catch(() => undefined);
      throw error;
    }
    await this.#release();
  }

  async #release(): Promise<void> {
    this.#stopTimer();
    try {
      await this.#disk?.close();
    } finally {
      await this.#target.file.close();
    }
  }

  #isMuch(messages: number, bytes: number): boolean {
    return messages >= this.#flushEvery || bytes >= mostBytesKept;
  }

  /** In its turn it takes all that is pending by then. */
  #flushPending(): Promise<void> {
    return this.#inTurn(async () => {
      this.#stopTimer();
      // What it was to make durable may have been lost by a write before it.
      if (this.#fault !== undefined) throw this.#fault.error;
      if (this.#pending.length > 0) await this.#write(this.#pending.take());
    });
  }

  async #write(batch: MessageBatch): Promise<void> {
    if (this.#fault !== undefined) throw this.#fault.error;
    try {
      await appendBatch(this.#target, this.#durable, batch);
      await this.#disk?.sync();
    } catch (error) {
      this.#fault = { error, isTold: false };
      throw error;
    }
    this.#durable += batch.messages.length;
    this.#onDurable?.(this.#durable);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turns++;
    const turn = this.#last.then(work, work).finally(() => this.#turns--);
    this.#last = turn;
    return turn;
  }

  /** For work that somebody waits for, who is told of a fault by that. */
  async #told(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (this.#fault !== undefined) this.#fault.isTold = true;
      throw error;
    }
  }

  #startTimer(): void {
    if (this.#timer !== undefined || this.#flushEveryMs === Infinity) return;
    const timer = new AbortController();
    this.#timer = timer;
    void this.#flushLater(timer);
  }

  async #flushLater(timer: AbortController): Promise<void> {
    await this.#clock.sleep(this.#flushEveryMs, timer.signal).catch(() => undefined);
    if (timer.signal.aborted) return;
    this.#timer = undefined;
    // Nobody waits for this one, so what it fails with is told by the next call.
    await this.#flushPending().catch(() => undefined);
  }

  #stopTimer(): void {
    this.#timer?.abort();
    this.#timer = undefined;
  }

  #requireUsable(): void {
    if (this.#closing !== undefined) {
      throw new Hdf5Error('CLOSED', 'the writer is closed', {
        file: this.path,
        remedy: 'Open it again to append more',
      });
    }
    if (this.#fault === undefined) return;
    this.#fault.isTold = true;
    throw this.#fault.error;
  }
}
