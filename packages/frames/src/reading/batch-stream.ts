import type { ReadyRange } from '@h5tail/follower';
import type { PointRun } from '../points/point-run.js';
import type { FrameBatch } from './frame-batch.js';

/** What a {@link BatchStream} works with. */
export interface BatchStreamParts {
  /** Points that may be read, as they become ready. */
  readonly ranges: AsyncIterator<ReadyRange, undefined>;
  /** Called before more points are asked for. */
  readonly beforeWaiting: (() => Promise<unknown>) | undefined;
  /** Cuts what became ready into runs, the smallest that there are where `smallest` says so. */
  readonly runsOf: (range: ReadyRange, smallest?: boolean) => Iterable<PointRun>;
  /** Runs that were left for the end. */
  readonly runsAtEnd: (() => Iterable<PointRun>) | undefined;
  /** Whether a run cannot be cut into smaller ones. */
  readonly isSmallest: (run: PointRun) => boolean;
  /** `left` is aborted when nobody waits for it any more. */
  readonly refresh: (left: AbortSignal) => Promise<void>;
  readonly read: (run: PointRun) => Promise<FrameBatch>;
  /** Like `read`, and waits for what lags behind its key. */
  readonly readPatiently: (run: PointRun, left: AbortSignal) => Promise<FrameBatch>;
  /** Hands points out again, from an index on, with the next iteration. */
  readonly giveBack: (index: number) => void;
  /** How many batches may be read while another one is being processed; asked after each refresh. */
  readonly batchesAhead: () => number;
}

interface PendingBatch {
  readonly run: PointRun;
  readonly batch: Promise<FrameBatch>;
}

/**
 * Reads batch after batch of what is ready, some of them ahead: where the reading happens on other threads, it goes on
 * while the last batch is being processed.
 *
 * The order is what makes it right: points become ready, then the data are refreshed, then read. Only points that were
 * ready before the refresh are read after it.
 */
export class BatchStream {
  readonly #parts: BatchStreamParts;
  #runs: Iterator<PointRun, unknown> | undefined;
  #range: ReadyRange | undefined;
  #pending: PendingBatch[] = [];
  #ahead = 0;
  /** Ends the patience of what nobody waits for any more. */
  #left = new AbortController();

  constructor(parts: BatchStreamParts) {
    this.#parts = parts;
  }

  /**
   * The next batch; `undefined` when there are no more.
   *
   * @throws What reading its first point throws.
   */
  async next(): Promise<FrameBatch | undefined> {
    for (;;) {
      this.#readAhead(1);
      const pending = this.#pending.shift();
      if (pending === undefined) {
        if (!(await this.#takeRange())) return undefined;
        continue;
      }
      this.#readAhead(this.#ahead);
      const batch = await this.#batchOf(pending);
      if (batch !== undefined) return batch;
    }
  }

  /** Ends the stream: points from `index` on are for the next iteration. What is being read is waited for. */
  async close(index: number | undefined): Promise<void> {
    await this.#parts.ranges.return?.();
    await this.#dropPending();
    if (index !== undefined) this.#parts.giveBack(index);
  }

  /** Ends the wait for data that lag. What is read in vain is for the next iteration. */
  leave(): void {
    this.#left.abort(new Error('nobody waits for it any more'));
  }

  /** Forgets all that became ready and was not handed out: it will be told anew. */
  forget(): void {
    void this.#dropPending();
  }

  /** Waits until more is ready, and refreshes the data after that; whether there is more. */
  async #takeRange(): Promise<boolean> {
    const { ranges, beforeWaiting, runsOf, runsAtEnd, refresh, batchesAhead } = this.#parts;
    await beforeWaiting?.();
    const { value: range } = await ranges.next();
    const atEnd = range === undefined ? [...(runsAtEnd?.() ?? [])] : [];
    if (range === undefined && atEnd.length === 0) return false;
    this.#range = range;
    await refresh(this.#left.signal);
    this.#ahead = batchesAhead();
    this.#runs = (range === undefined ? atEnd : runsOf(range))[Symbol.iterator]();
    return true;
  }

  /** Begins to read until so many batches are under way. */
  #readAhead(count: number): void {
    while (this.#pending.length < count) {
      const next = this.#runs?.next();
      if (next?.done !== false) {
        this.#runs = undefined;
        return;
      }
      const run = next.value;
      const { isSmallest, read, readPatiently } = this.#parts;
      const batch = isSmallest(run) ? readPatiently(run, this.#left.signal) : read(run);
      // It is looked at when its turn comes, and not at all if the one before it fails.
      batch.catch(() => {});
      this.#pending.push({ run, batch });
    }
  }

  /** The batch, or `undefined` where its points have to be read one by one first. */
  async #batchOf({ run, batch }: PendingBatch): Promise<FrameBatch | undefined> {
    try {
      return await batch;
    } catch (error) {
      await this.#dropPending();
      if (this.#parts.isSmallest(run) || this.#range === undefined) throw error;
      // The points before the one that cannot be read shall not be lost with it.
      const { stop, upToDate } = this.#range;
      const rest = { start: run.first, stop, upToDate };
      this.#runs = this.#parts.runsOf(rest, true)[Symbol.iterator]();
      return undefined;
    }
  }

  async #dropPending(): Promise<void> {
    const dropped = this.#pending;
    this.#pending = [];
    this.#runs = undefined;
    this.leave();
    this.#left = new AbortController();
    await Promise.allSettled(dropped.map(({ batch }) => batch));
  }
}
