import type { Dataset } from '@h5tail/adapter';
import { CommonExtent, type WrittenTo } from './common-extent.js';
import { firstAxisLimit } from './first-axis-limit.js';
import { settle, type FollowOptions } from './follow-options.js';
import { Follower, type ReadyRange } from './follower.js';

/** Options of an {@link ExtentFollower}. `from` counts elements along the first axis. */
export interface ExtentFollowerOptions extends FollowOptions {
  /**
   * The datasets to follow along their first axis, at least one. They are refreshed in this order, so the one that the
   * writer extends last goes first: what it has is then found in the others too.
   */
  readonly datasets: readonly Dataset[];
  /** Where the extents alone do not tell. Default: all that they cover is written. */
  readonly writtenTo?: WrittenTo;
  /** How many elements a range has at most; asked before each range. `position` then is that of what the reader has read. Default: no limit. */
  readonly mostPerRange?: () => number;
}

/**
 * Follows datasets that a writer extends only when the elements are written: tables, logs, message lists. An element may be
 * read when the extents of all datasets cover it.
 *
 * In a scan whose datasets are extended before their frames are written, take a `KeyFollower` or a `ChunkFollower`.
 *
 * `position`, `ready`, `from`, `reset`, `giveBack` and `end.missing` count elements along the first axis.
 *
 * @example
 * ```ts
 * const follower = new ExtentFollower({ datasets: [await file.dataset('/log')] });
 * for await (const { start, stop } of follower) print(await log.read([[start, stop]]));
 * ```
 */
export class ExtentFollower extends Follower<ReadyRange> {
  /** Smallest limit of the first axis, `null` where none has one. */
  readonly maxShape: readonly [number | null];
  readonly #mostPerRange: () => number;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where a dataset has no axis; `NULL_DATASPACE`.
   * @throws TypeError without a dataset; RangeError for a number that makes no sense.
   */
  constructor(options: ExtentFollowerOptions) {
    const settings = settle(options);
    const datasets = [...options.datasets];
    if (datasets.length === 0) throw new TypeError('an extent follower needs at least one dataset');
    const limits = datasets.map(firstAxisLimit).filter((limit) => limit !== null);
    const limit = limits.length === 0 ? null : Math.min(...limits);
    super({
      settings,
      frontier: new CommonExtent(datasets, limit, settings.from, options.writtenTo),
      watched: datasets,
    });
    this.maxShape = [limit];
    this.#mostPerRange = options.mostPerRange ?? ((): number => Infinity);
  }

  override ranges(): AsyncIterableIterator<ReadyRange> {
    return this.iterate(
      (start, stop) => Math.min(stop, start + this.#mostPerRange()),
      (start, stop) => ({ start, stop, upToDate: stop === this.ready }),
    );
  }

  /**
   * The same as {@link Follower.ranges}. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws See {@link Follower[Symbol.asyncIterator]}.
   */
  override [Symbol.asyncIterator](): AsyncIterableIterator<ReadyRange> {
    return this.ranges();
  }
}
