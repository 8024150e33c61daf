import { Hdf5Error } from '@h5tail/adapter';
import { systemClock, Turn, type Clock, type Follower, type ReadyRange } from '@h5tail/follower';
import type { ReadingOptions } from '../data-source-options.js';
import type { PointRun } from '../points/point-run.js';
import { BatchIterator, type BatchCutter } from './batch-iterator.js';
import { batchesAhead } from './batch-limits.js';
import { BatchReader } from './batch-reader.js';
import { BatchStream } from './batch-stream.js';
import type { RunReader } from './run-reader.js';

/** Options of all sources that matter here. */
export interface IterationOptions extends Pick<ReadingOptions, 'retryBudgetMs' | 'readAheadBytes'> {
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** How one iteration of a source goes. */
export interface IterationPlan<Item> {
  readonly cutter: BatchCutter<Item>;
  /** Cuts what became ready into runs, the smallest that there are where `smallest` says so. */
  readonly runsOf: (range: ReadyRange, smallest: boolean, pointBytes: number) => Iterable<PointRun>;
  /** Runs that were left for the end of the follow. */
  readonly runsAtEnd?: () => Iterable<PointRun>;
  /** Whether a run cannot be cut into smaller ones. */
  readonly isSmallest: (run: PointRun) => boolean;
  /** Points of a run at most, which are read ahead; 0 for none. */
  readonly pointsAhead: (pointBytes: number) => number;
  /** Whether the memory of a batch of so many points is read into again, once it was handed out. */
  readonly reusesMemory: (points: number) => boolean;
  /** Called before more points are asked for. */
  readonly beforeWaiting?: () => Promise<unknown>;
}

/** The iterations of a source of frames, whatever follower tells what is ready. One is at work at a time. */
export class FrameIterations {
  readonly #follower: Follower<unknown>;
  readonly #readers: ReadonlyMap<string, RunReader>;
  readonly #options: IterationOptions;
  #latest: Pick<BatchIterator<unknown>, 'isPending' | 'forget'> | undefined;

  /** @throws RangeError for numbers that make no sense. */
  constructor(follower: Follower<unknown>, readers: ReadonlyMap<string, RunReader>, options: IterationOptions) {
    requireAmount('readAheadBytes', options.readAheadBytes);
    requireAmount('retryBudgetMs', options.retryBudgetMs);
    this.#follower = follower;
    this.#readers = readers;
    this.#options = options;
  }

  /** Starts over at an index. @throws Hdf5Error `BUSY` while a call is pending. */
  reset(from: number): void {
    if (this.#latest?.isPending === true) {
      throw new Hdf5Error('BUSY', 'the next point is being read', { remedy: 'Wait for the pending call' });
    }
    this.#follower.reset(from);
    this.#latest?.forget();
  }

  start<Item>(plan: IterationPlan<Item>): BatchIterator<Item> {
    const follower = this.#follower;
    const { clock = systemClock, signal, retryBudgetMs = follower.timeoutMs, readAheadBytes } = this.#options;
    const reader = new BatchReader({
      readers: this.#readers,
      retryBudgetMs,
      clock,
      signal,
      reusesMemory: plan.reusesMemory,
    });
    const ranges = follower.ranges();
    const stream = new BatchStream({
      ranges,
      beforeWaiting: plan.beforeWaiting,
      runsOf: (range, smallest) => plan.runsOf(range, smallest === true, reader.pointBytes),
      runsAtEnd: plan.runsAtEnd,
      isSmallest: plan.isSmallest,
      refresh: (left) => reader.refresh(left),
      read: (run) => reader.read(run),
      readPatiently: (run, left) => reader.readPatiently(run, left),
      giveBack: (index) => follower.giveBack(index),
      batchesAhead: () => {
        const { pointBytes } = reader;
        const points = plan.pointsAhead(pointBytes);
        return points === 0 ? 0 : batchesAhead(this.#readers.values(), readAheadBytes, pointBytes * points);
      },
    });
    const iterator = new BatchIterator({
      stream,
      cutter: plan.cutter,
      stopWaiting: async () => ranges.return?.(),
      giveBackMemory: (batch) => reader.giveBack(batch),
      turn: new Turn(clock),
      signal,
      position: () => follower.position,
    });
    this.#latest = iterator;
    return iterator;
  }
}

function requireAmount(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0)) throw new RangeError(`${name} ${value} is not 0 or more`);
}
