import type { Hdf5Error } from '@h5tail/adapter';
import type { FollowedRange } from './frontier.js';

/**
 * Why there is no more.
 *
 * - `complete`: the scan is bounded and all of it is ready, or was skipped.
 * - `finished`: the finished dataset is set, and a pass over the keys after that found nothing new.
 * - `closed`: the writer closed the file, and a pass over the keys after that found nothing new.
 * - `idle-timeout`: no new key for `timeoutMs`, or no first one for `firstKeyTimeoutMs`; the writer may be slow, hang or be dead.
 */
export type FollowEndReason = 'complete' | 'finished' | 'closed' | 'idle-timeout';

/** How a follow ended. Abort is no end: it rejects. */
export interface FollowEnd {
  readonly reason: FollowEndReason;
  /** What the last poll failed with, where it did: with `idle-timeout` the likely cause. */
  readonly lastError?: Hdf5Error;
  /**
   * What was still to come: the first index that is not ready, which is the next one to hand out. There is one where the
   * scan is bounded or the extents of the keys have room for more points; not with `complete`, and not where the keys of an
   * unlimited scan end with the last point that was handed out.
   */
  readonly missing?: number;
  /**
   * Points that are ready behind `missing`, and were not handed out because of it. Absent where there are none, and where
   * `skipHolesAfterMs` passes over holes.
   */
  readonly heldBack?: number;
  /**
   * With `skipHolesAfterMs`: the points that were not handed out because their keys never came. In a bounded scan those at
   * its end too; as nothing ready lies behind them, they are handed out when they come and the follow is iterated again.
   * Absent where there are none.
   */
  readonly skipped?: readonly FollowedRange[];
}
