import { Hdf5Error } from '@h5tail/adapter';
import type { Turn } from '@h5tail/follower';
import type { BatchStream } from './batch-stream.js';
import type { FrameBatch } from './frame-batch.js';

/** How batches become items. */
export interface BatchCutter<Item> {
  /** Number of items of a batch. */
  count(batch: FrameBatch): number;
  item(batch: FrameBatch, place: number): Item;
  /** Index of the first point after an item. */
  indexAfter(batch: FrameBatch, place: number): number;
}

/** What a {@link BatchIterator} works with. */
export interface BatchIteratorParts<Item> {
  readonly stream: BatchStream;
  readonly cutter: BatchCutter<Item>;
  /** Cuts short the wait for more points. */
  readonly stopWaiting: () => Promise<unknown>;
  /** Takes back the memory of a batch whose items were all handed out, and the last one used. */
  readonly giveBackMemory: (batch: FrameBatch) => void;
  readonly turn: Turn;
  readonly signal: AbortSignal | undefined;
  /** The next point that the follower hands out. */
  readonly position: () => number;
}

/**
 * Hands out the items of batches, one at a time. Not a generator, because that would queue a second `next()` and would
 * let `return()` wait for the next point; and what is read already is handed out without a wait in between.
 */
export class BatchIterator<Item> implements AsyncIterableIterator<Item> {
  readonly #parts: BatchIteratorParts<Item>;
  #batch: FrameBatch | undefined;
  #place = 0;
  #left = 0;
  /** Where the next iteration begins if this one is left; it began there itself with its first call. */
  #nextIndex: number | undefined;
  #pending: Promise<unknown> | undefined;
  #isDone = false;

  constructor(parts: BatchIteratorParts<Item>) {
    this.#parts = parts;
  }

  /** Whether a call waits for its item. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Forgets what was read and not handed out. */
  forget(): void {
    this.#batch = undefined;
    this.#left = 0;
    this.#nextIndex = undefined;
    this.#parts.stream.forget();
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const { signal, turn } = this.#parts;
    if (this.#pending !== undefined) return Promise.reject(busy());
    if (this.#left > 0 && signal?.aborted !== true && !turn.isOver()) {
      return Promise.resolve({ done: false, value: this.#take() });
    }
    const pending = this.#advance().finally(() => (this.#pending = undefined));
    this.#pending = pending;
    return pending;
  }

  /** Ends the iteration; a pending wait is cut short, a pending read is waited for. */
  async return(): Promise<IteratorResult<Item, undefined>> {
    const wasDone = this.#isDone;
    this.#isDone = true;
    if (!wasDone) {
      this.#parts.stream.leave();
      await this.#parts.stopWaiting();
    }
    await this.#pending?.catch(() => {});
    if (!wasDone) await this.#leave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #advance(): Promise<IteratorResult<Item, undefined>> {
    if (this.#isDone) return { done: true, value: undefined };
    this.#nextIndex ??= this.#parts.position();
    try {
      const { turn, signal } = this.#parts;
      if (turn.isOver()) await turn.end(signal);
      signal?.throwIfAborted();
      if (this.#left === 0) await this.#takeBatch();
    } catch (error) {
      // Left while it was waiting: whoever did that gives back what was read.
      if (this.#isDone) return { done: true, value: undefined };
      this.#isDone = true;
      await this.#leave();
      throw error;
    }
    if (this.#isDone || this.#left === 0) {
      this.#isDone = true;
      return { done: true, value: undefined };
    }
    return { done: false, value: this.#take() };
  }

  async #takeBatch(): Promise<void> {
    const { stream, cutter, giveBackMemory } = this.#parts;
    const used = this.#batch;
    this.#batch = undefined;
    if (used !== undefined) giveBackMemory(used);
    this.#batch = await stream.next();
    this.#place = 0;
    this.#left = this.#batch === undefined ? 0 : cutter.count(this.#batch);
  }

  #take(): Item {
    const { cutter } = this.#parts;
    const batch = this.#batch as FrameBatch;
    const place = this.#place++;
    this.#left--;
    this.#nextIndex = cutter.indexAfter(batch, place);
    return cutter.item(batch, place);
  }

  async #leave(): Promise<void> {
    this.#batch = undefined;
    this.#left = 0;
    await this.#parts.stream.close(this.#nextIndex);
  }
}

function busy(): Hdf5Error {
  return new Hdf5Error('BUSY', 'the next point is already being read', {
    remedy: 'Wait for the pending call, or use a source of its own for each consumer',
  });
}
