import type { Dataset } from '@h5tail/adapter';
import type { Clock } from './clock.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import { fileChangeWakeUp } from './file-change-wake-up.js';
import { StatusChannel } from './status-channel.js';
import { systemClock } from './system-clock.js';
import type { PollInterval, WakeUpFactory } from './wake-up.js';

const defaultTimeoutMs = 10_000;
const defaultStallAfterMs = 1000;

/** Options that all followers have. */
export interface FollowOptions {
  /** Dataset with one number that the writer sets when the scan is finished. Default: none. */
  readonly finished?: Dataset;
  /**
   * Ends the follow when nothing new was ready for this long while it was waited for, in milliseconds. `Infinity`:
   * never; 0: one poll. Default: 10,000.
   */
  readonly timeoutMs?: number;
  /**
   * The same until the first of the follow is ready, for those who start before the writer does; after that `timeoutMs`
   * counts. Default: `timeoutMs`.
   */
  readonly firstKeyTimeoutMs?: number;
  /** First index to hand out, in units of the follower. What lies before it is not looked at. Default: 0. */
  readonly from?: number;
  /** Whether the follow ends when the files of what is followed say that their writer has closed them. Default: true. */
  readonly endWhenClosed?: boolean;
  /** What to wait by. Default: `fileChangeWakeUp`. */
  readonly wakeUp?: WakeUpFactory;
  /** Bounds of the time between two polls, in milliseconds. Default: 1 and 50. */
  readonly pollIntervalMs?: PollInterval;
  /** Default: `systemClock`. */
  readonly clock?: Clock;
  /** Aborts the follow: a pending or later call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** `status()` tells of a stall when polls found nothing new for this long, in milliseconds. Default: 1000. */
  readonly stallAfterMs?: number;
  /**
   * Is told of oddities that the follow goes on in spite of. It must not throw: what it throws ends the iteration as a
   * rejection, and no point is lost by that. Default: nobody.
   */
  readonly onDiagnostic?: DiagnosticListener;
}

/** Options of followers that pass over points whose key never comes. */
export interface HoleOptions {
  /**
   * What to do about a hole: a point whose key does not come although others behind it did. When it was waited for this
   * long, in milliseconds, and no poll found anything new, the points up to the next one that is ready are passed over: they
   * are never handed out, and `skipped` lists them. The time between two calls does not count. 0: a hole is never waited for. `Infinity`: only when the follow would end because it is
   * finished, closed or idle too long; then all holes are passed over, and the follow ends after what lies behind them.
   * Where it is given, every such end does that first. Default: holes hold the follow up.
   */
  readonly skipHolesAfterMs?: number;
}

/** Options with their defaults filled in. */
export interface FollowSettings {
  readonly finished: Dataset | undefined;
  readonly timeoutMs: number;
  readonly firstKeyTimeoutMs: number;
  readonly skipHolesAfterMs: number | undefined;
  readonly stallAfterMs: number;
  readonly from: number;
  readonly endWhenClosed: boolean;
  readonly wakeUp: WakeUpFactory;
  readonly pollIntervalMs: PollInterval;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Whoever listens to the news of the follow. */
  readonly status: StatusChannel;
  /** Tells `status` and `onDiagnostic`. */
  readonly report: DiagnosticListener;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError for a number that makes no sense.
 */
export function settle(options: FollowOptions & HoleOptions): FollowSettings {
  const { onDiagnostic } = options;
  const status = new StatusChannel(options.signal);
  const settings: FollowSettings = {
    finished: options.finished,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    firstKeyTimeoutMs: options.firstKeyTimeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
    skipHolesAfterMs: options.skipHolesAfterMs,
    stallAfterMs: options.stallAfterMs ?? defaultStallAfterMs,
    from: options.from ?? 0,
    endWhenClosed: options.endWhenClosed ?? true,
    wakeUp: options.wakeUp ?? fileChangeWakeUp,
    pollIntervalMs: { min: 1, max: 50, ...options.pollIntervalMs },
    clock: options.clock ?? systemClock,
    signal: options.signal,
    status,
    report: (diagnostic) => {
      status.tell(diagnostic);
      onDiagnostic?.(diagnostic);
    },
  };
  for (const name of ['timeoutMs', 'firstKeyTimeoutMs', 'skipHolesAfterMs', 'stallAfterMs'] as const) {
    const ms = settings[name];
    if (ms !== undefined && !(ms >= 0)) throw new RangeError(`${name} ${ms} is not 0 or more`);
  }
  const { min, max } = settings.pollIntervalMs;
  if (!(min > 0 && min <= max)) throw new RangeError(`pollIntervalMs ${min} to ${max} is not a range above 0`);
  requireIndex(settings.from);
  return settings;
}

/** @throws RangeError for anything but 0, 1, 2, … */
export function requireIndex(index: number): void {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`${index} is not an index`);
}
