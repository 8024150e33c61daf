import type { WriterState } from '@h5tail/adapter';
import type { FollowDiagnostic } from './follow-diagnostic.js';
import type { FollowEnd } from './follow-end.js';
import type { FollowState } from './follow-state.js';

/** How far a follow is, in units of the follower. */
export interface FollowProgress {
  readonly kind: 'progress';
  /** As `follower.ready`. */
  readonly ready: number;
  /** As `follower.position`. */
  readonly position: number;
  /** Number of units in all; `null` without a limit. */
  readonly size: number | null;
}

/**
 * News of a follow, told apart by `kind`: those below, and every {@link FollowDiagnostic}.
 *
 * - `state`: the follower is at something else.
 * - `progress`: more is ready, or was handed out. Several come as one, the newest.
 * - `stalled`: polls found nothing new for `stallAfterMs`. `since` is in the time of the follower's clock.
 * - `resumed`: something new after that, `afterMs` later.
 * - `ended`: an iteration ended by itself.
 * - `lost`: so many items were dropped because nobody took them.
 */
export type FollowStatus =
  | { readonly kind: 'state'; readonly state: FollowState; readonly before: FollowState }
  | FollowProgress
  | {
      readonly kind: 'stalled';
      readonly since: number;
      /** What the files said of their writer last; `unknown` where no poll got so far. */
      readonly writer: WriterState;
      readonly ready: number;
      readonly position: number;
    }
  | { readonly kind: 'resumed'; readonly afterMs: number }
  | { readonly kind: 'ended'; readonly end: FollowEnd }
  | { readonly kind: 'lost'; readonly count: number }
  | FollowDiagnostic;
