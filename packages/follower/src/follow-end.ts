import type { Hdf5Error } from '@h5tail/adapter';

/**
 * Why there are no more indices.
 *
 * - `complete`: the scan is bounded and every key is set.
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
}

/**
 * What a follower is at.
 *
 * - `waiting`: all that is known to be ready has been handed out.
 * - `advancing`: some of it has not.
 * - `draining`: the writer said that it is done; what is left is handed out.
 * - `ended`: see {@link FollowEnd}; iterating again goes back to `waiting`.
 */
export type FollowState = 'waiting' | 'advancing' | 'draining' | 'ended';
