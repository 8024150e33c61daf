/** Some of what is followed, half open: points, unless said otherwise. */
export interface FollowedRange {
  readonly start: number;
  readonly stop: number;
}

/** What a poll has seen of the writer before it looks how far it got. */
export interface WriterSigns {
  /** It said that it is done. */
  readonly isDone: boolean;
  /** It was away in between, so that the file may hold another scan by now. */
  readonly left: boolean;
}

/**
 * How thoroughly to look behind a hole.
 *
 * - `near`: a small window. `far`: a part of the rest too, another one each time.
 * - `whole`: all of the rest, because the follow ends.
 */
export type HoleReach = 'near' | 'far' | 'whole';

/** Which holes to pass over. */
export interface HoleSearch {
  readonly reach: HoleReach;
  /** Every hole, or only the first. */
  readonly all: boolean;
}

/**
 * How far a follow may go. The loop knows nothing else of what is followed: it hands out what lies below `ready`, in
 * units of the follower (points, rows, elements along the first axis).
 */
export interface Frontier {
  /** First unit of the follow. */
  readonly from: number;
  /** Everything below it is ready or skipped; grows only. */
  readonly ready: number;
  /** Grows with whatever brings `ready` nearer to growing: the points of a row that is not full yet. */
  readonly reached: number;
  /** The first unit that is not ready although there is known to be one. */
  readonly missing: number | undefined;
  /** Number of units in all; `null` without a limit. */
  readonly size: number | null;
  /**
   * Whether the last advance that met no fault looked at all there was: it stops early where that is very much, and more
   * may be ready right away. One that fails leaves it as it was.
   */
  readonly isUpToDate: boolean;
  /** Whether there is a limit and all below it is ready or skipped. */
  readonly isComplete: boolean;
  /** Points that were passed over, in order. */
  readonly skipped: readonly FollowedRange[];
  /** Points of a scan with a limit that nothing ready lies behind; none without a limit. */
  readonly unreached: FollowedRange | undefined;

  /** The first units from `index` on that may be handed out together; empty at `ready`. */
  runFrom(index: number): FollowedRange;
  /** Takes in what the writer has flushed. */
  advance(signal: AbortSignal | undefined, writer: WriterSigns): Promise<void>;
  /**
   * Passes over holes that something ready lies behind, by what the last advance refreshed.
   *
   * @returns Whether there was one.
   */
  passHoles(search: HoleSearch, signal: AbortSignal | undefined): Promise<boolean>;
  /** Number of points that are ready behind the first hole. */
  countHeldBack(signal: AbortSignal | undefined): Promise<number>;
  /** Forgets what was read; nothing before `from` is looked at. */
  reset(from: number): void;
}
