import type { Dataset } from '@h5tail/adapter';
import type { FollowOptions, HoleOptions } from './follow-options.js';

/** Options of a `KeyFollower`. */
export interface KeyFollowerOptions extends FollowOptions, HoleOptions {
  /**
   * Key datasets, at least one: one number per point of the scan, zero until the point may be read. A point is ready
   * when it is set in all of them.
   */
  readonly keys: readonly Dataset[];
  /** Number of axes of the scan. Default: those of the first key's maximum shape without the ones at its end. */
  readonly scanRank?: number;
}
