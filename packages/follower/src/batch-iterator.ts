import { Hdf5Error } from '@h5tail/adapter';
import type { ReadyRange } from './follower.js';

/** What a {@link BatchIterator} reads from. Rows are what the follower counts. */
export interface BatchSource<Batch> {
  /** Rows that may be read, in order. */
  readonly ranges: AsyncIterableIterator<ReadyRange>;
  readonly read: (range: ReadyRange) => Promise<Batch>;
  /** Takes back a row, and those behind it, that were not handed out. */
  readonly giveBack: (row: number) => void;
}

/**
 * One iteration over the batches of a follow. Unlike a generator, whose `return()` waits for a pending `next()`, it can be left
 * at any time; what is being read then is given back.
 */
export class BatchIterator<Batch> implements AsyncIterableIterator<Batch> {
  readonly #source: BatchSource<Batch>;
  #pending: Promise<unknown> | undefined;
  #isOver = false;

  constructor(source: BatchSource<Batch>) {
    this.#source = source;
  }

  next(): Promise<IteratorResult<Batch, undefined>> {
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    if (this.#pending !== undefined) return Promise.reject(busyError());
    const pending = this.#readNext().finally(() => (this.#pending = undefined));
    this.#pending = pending;
    return pending;
  }

  /** A pending `next()` is cut short, and has ended when this resolves. */
  async return(): Promise<IteratorResult<Batch, undefined>> {
    this.#isOver = true;
    await this.#source.ranges.return?.();
    await this.#pending?.catch(() => undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #readNext(): Promise<IteratorResult<Batch, undefined>> {
    const { ranges, giveBack } = this.#source;
    let start: number | undefined;
    try {
      const { done, value: range } = await ranges.next();
      if (done !== true) {
        start = range.start;
        const batch = await this.#source.read(range);
        if (!this.#isOver) return { done: false, value: batch };
        giveBack(start);
      }
    } catch (error) {
      if (start !== undefined) giveBack(start);
      this.#isOver = true;
      await ranges.return?.();
      throw error;
    }
    this.#isOver = true;
    return { done: true, value: undefined };
  }
}

function busyError(): Hdf5Error {
  return new Hdf5Error('BUSY', 'the follower is already waiting for the next batch', {
    remedy: 'Wait for the pending call, or use a follower of its own for each consumer',
  });
}
