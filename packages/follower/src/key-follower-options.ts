import type { Dataset } from '@h5tail/adapter';
import type { Clock } from './clock.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import { fileChangeWakeUp } from './file-change-wake-up.js';
import { systemClock } from './system-clock.js';
import type { PollInterval, WakeUpFactory } from './wake-up.js';

const defaultTimeoutMs = 10_000;

/** Options of a {@link KeyFollower}. */
export interface KeyFollowerOptions {
  /**
   * Key datasets, at least one: one number per point of the scan, zero until the point may be read. A point is ready
   * when it is set in all of them.
   */
  readonly keys: readonly Dataset[];
  /** Dataset with one number that the writer sets when the scan is finished. Default: none. */
  readonly finished?: Dataset;
  /**
   * Ends the follow when no new point was ready for this long while it was waited for, in milliseconds. `Infinity`:
   * never; 0: one poll. Default: 10,000.
   */
  readonly timeoutMs?: number;
  /**
   * The same until the first new point of the follow is ready, for those who start before the writer does; after that
   * `timeoutMs` counts. Default: `timeoutMs`.
   */
  readonly firstKeyTimeoutMs?: number;
  /** First index to hand out. Keys before it are not looked at. Default: 0. */
  readonly from?: number;
  /** Number of axes of the scan. Default: those of the first key's maximum shape without the ones at its end. */
  readonly scanRank?: number;
  /** Whether the follow ends when the files of the keys say that their writer has closed them. Default: true. */
  readonly endWhenClosed?: boolean;
  /** What to wait by. Default: {@link fileChangeWakeUp}. */
  readonly wakeUp?: WakeUpFactory;
  /** Bounds of the time between two polls, in milliseconds. Default: 1 and 50. */
  readonly pollIntervalMs?: PollInterval;
  /** Default: {@link systemClock}. */
  readonly clock?: Clock;
  /** Aborts the follow: a pending or later call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Is told of oddities that the follow goes on in spite of. It must not throw: what it throws ends the iteration as a
   * rejection, and no point is lost by that. Default: nobody.
   */
  readonly onDiagnostic?: DiagnosticListener;
}

/** Options with their defaults filled in. */
export interface FollowSettings {
  readonly keys: readonly Dataset[];
  readonly finished: Dataset | undefined;
  readonly timeoutMs: number;
  readonly firstKeyTimeoutMs: number;
  readonly from: number;
  readonly scanRank: number | undefined;
  readonly endWhenClosed: boolean;
  readonly wakeUp: WakeUpFactory;
  readonly pollIntervalMs: PollInterval;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly report: DiagnosticListener;
}

/**
 * Fills in the defaults.
 *
 * @throws TypeError without a key; RangeError for a number that makes no sense.
 */
export function settle(options: KeyFollowerOptions): FollowSettings {
  const settings = {
    keys: [...options.keys],
    finished: options.finished,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    firstKeyTimeoutMs: options.firstKeyTimeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
    from: options.from ?? 0,
    scanRank: options.scanRank,
    endWhenClosed: options.endWhenClosed ?? true,
    wakeUp: options.wakeUp ?? fileChangeWakeUp,
    pollIntervalMs: { min: 1, max: 50, ...options.pollIntervalMs },
    clock: options.clock ?? systemClock,
    signal: options.signal,
    report: options.onDiagnostic ?? (() => {}),
  };
  const { timeoutMs, firstKeyTimeoutMs, scanRank, pollIntervalMs } = settings;
  if (settings.keys.length === 0) throw new TypeError('a follower needs at least one key dataset');
  if (!(timeoutMs >= 0)) throw new RangeError(`timeoutMs ${timeoutMs} is not 0 or more`);
  if (!(firstKeyTimeoutMs >= 0)) throw new RangeError(`firstKeyTimeoutMs ${firstKeyTimeoutMs} is not 0 or more`);
  if (scanRank !== undefined && !isCount(scanRank)) throw new RangeError(`scanRank ${scanRank} is not a rank`);
  if (!(pollIntervalMs.min > 0 && pollIntervalMs.min <= pollIntervalMs.max)) {
    throw new RangeError(`pollIntervalMs ${pollIntervalMs.min} to ${pollIntervalMs.max} is not a range above 0`);
  }
  requireIndex(settings.from);
  return settings;
}

/** @throws RangeError for anything but 0, 1, 2, … */
export function requireIndex(index: number): void {
  if (!isCount(index)) throw new RangeError(`${index} is not an index`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
