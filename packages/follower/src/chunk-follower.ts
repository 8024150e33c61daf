import type { Dataset } from '@h5tail/adapter';
import { firstAxisLimit } from './first-axis-limit.js';
import { settle, type FollowOptions } from './follow-options.js';
import { Follower } from './follower.js';
import { scanOfKeys } from './key-scan.js';
import { StoredExtent } from './stored-extent.js';
import { StoredWindows } from './stored-windows.js';
import { WindowKeys } from './window-keys.js';
import { defaultWindowLength } from './window-length.js';

/** Options of a {@link ChunkFollower}. `from` counts elements along the first axis. */
export interface ChunkFollowerOptions extends FollowOptions {
  /** The datasets to follow along their first axis, at least one. */
  readonly datasets: readonly Dataset[];
  /**
   * Key datasets: one number per point, zero until the point may be read. With them a window is readable only when all its
   * points are ready. Default: none; then a chunk that is stored counts as whole.
   */
  readonly keys?: readonly Dataset[];
  /**
   * Elements along the first axis that are handed out together. Default: the least common multiple of the chunk lengths
   * of all datasets that are stored in chunks.
   */
  readonly windowLength?: number;
}

/** Elements along the first axis that may be read in every dataset: `start` to `stop - 1`. */
export interface ReadyWindow {
  /** Number of the window, from 0. */
  readonly window: number;
  /** The same as `start`: what `giveBack` takes. */
  readonly index: number;
  readonly start: number;
  readonly stop: number;
}

/**
 * Follows datasets without keys along their first axis, in windows that end where a chunk ends in each of them.
 *
 * A window is handed out when the extents of all datasets cover it and all its chunks are stored; in a dataset without
 * chunks of its own (contiguous, virtual) only the extents count. The last window of a bounded dataset is cut to it, and when
 * the writer is done (`finished`, or the file closed) what is left is handed out although it is shorter.
 *
 * `position`, `ready`, `from`, `reset`, `giveBack` and `end.missing` count elements along the first axis.
 *
 * @example
 * ```ts
 * const follower = new ChunkFollower({ datasets: [frames, timestamps] });
 * for await (const { start, stop } of follower) process(await frames.read([[start, stop]]));
 * ```
 */
export class ChunkFollower extends Follower<ReadyWindow> {
  /** Elements per window. */
  readonly windowLength: number;
  /** Smallest limit of the first axis, `null` where none has one. */
  readonly maxShape: readonly [number | null];

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where a dataset has no axis, or nothing says how long a window is; `UNSUPPORTED` where
   * the backend cannot tell which chunks are stored (capability `readChunk`); `NULL_DATASPACE`; what keys are refused
   * with, see `KeyFollower`.
   * @throws TypeError without a dataset; RangeError for a number that makes no sense.
   */
  constructor(options: ChunkFollowerOptions) {
    const settings = settle(options);
    const datasets = [...options.datasets];
    const keys = [...(options.keys ?? [])];
    if (datasets.length === 0) throw new TypeError('a chunk follower needs at least one dataset');
    const limits = datasets.map(firstAxisLimit);
    const windowLength = options.windowLength ?? defaultWindowLength(datasets);
    if (!Number.isSafeInteger(windowLength) || windowLength < 1) {
      throw new RangeError(`windowLength ${windowLength} is not 1 or more`);
    }
    const scan = keys.length === 0 ? undefined : scanOfKeys(keys, undefined);
    const limit = Math.min(...[...limits, scan?.maxShape[0]].map((extent) => extent ?? Infinity));
    const { from, report } = settings;
    const windowKeys = scan === undefined ? undefined : new WindowKeys(keys, scan, from, report);
    const frontier = new StoredWindows({
      datasets: datasets.map((dataset) => new StoredExtent(dataset, from)),
      keys: windowKeys,
      windowLength,
      limit,
      from,
    });
    super({ settings, frontier, watched: [...datasets, ...keys] });
    this.windowLength = windowLength;
    this.maxShape = [limit === Infinity ? null : limit];
  }

  /**
   * Windows in order. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws See {@link Follower[Symbol.asyncIterator]}.
   */
  override [Symbol.asyncIterator](): AsyncIterableIterator<ReadyWindow> {
    const windowOf = (start: number): number => Math.floor(start / this.windowLength);
    return this.iterate(
      (start, stop) => Math.min((windowOf(start) + 1) * this.windowLength, stop),
      (start, stop) => ({ window: windowOf(start), index: start, start, stop }),
    );
  }
}
