import { isHdf5Error, type ErrorCode, type Hdf5Error } from '@h5tail/adapter';
import { systemClock, type Clock } from '@h5tail/follower';

const firstPauseMs = 5;
const longestPauseMs = 100;
const usualTimeoutMs = 10_000;

/** How to wait for something of a live file. */
export interface UntilReadableOptions {
  /** How long to go on trying, in milliseconds; 0 tries once. Default: 10 000. */
  readonly timeoutMs?: number;
  /** Whether a file that is not there, or has not all of its content yet, is worth waiting for. Default: true. */
  readonly waitForFile?: boolean;
  /** Ends the wait with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where the time comes from. Default: the system's. */
  readonly clock?: Clock;
  /** Told at each failed attempt that another one follows. */
  readonly onWait?: (error: Hdf5Error) => void;
}

/** What came of waiting. */
export type ReadableOutcome<Value> =
  | { readonly readable: true; readonly value: Value }
  | {
      readonly readable: false;
      /** Why the last attempt failed. */
      readonly error: Hdf5Error;
      /** Whether time was up; else waiting longer would not have helped. */
      readonly timedOut: boolean;
    };

/**
 * What a file looks like before its writer has got going: missing, then empty, then cut short, then locked, then without the
 * datasets or without the files that its links lead to.
 */
const beginningCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FILE_NOT_FOUND',
  'NOT_HDF5',
  'TRUNCATED_FILE',
  'FILE_LOCKED',
  'OBJECT_NOT_FOUND',
  'BROKEN_LINK',
]);

/**
 * Opens something of a live file, trying again after 5 ms, 10 ms more, … every 100 ms while its writer is not ready: while
 * it has not started SWMR mode or is in the middle of a change, and unless `waitForFile` is false also while the file, or
 * something in it, is missing. There is at least one attempt, and one when time is up.
 *
 * @param open Must leave nothing open where it fails.
 * @returns What `open` gave, or why not.
 * @throws The signal's reason, and what `open` throws other than an `Hdf5Error`. RangeError for a time that is none.
 */
export async function untilReadable<Value>(
  open: () => Promise<Value>,
  options: UntilReadableOptions = {},
): Promise<ReadableOutcome<Value>> {
  const { timeoutMs = usualTimeoutMs, waitForFile = true, signal, clock = systemClock, onWait } = options;
  if (!(timeoutMs >= 0)) throw new RangeError(`${timeoutMs} is not a time to wait`);
  const deadline = clock.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    signal?.throwIfAborted();
    try {
      return { readable: true, value: await open() };
    } catch (error) {
      if (!isHdf5Error(error)) throw error;
      const isWorthWaiting = error.retryable || (waitForFile && beginningCodes.has(error.code));
      const leftMs = deadline - clock.now();
      if (!isWorthWaiting || leftMs <= 0) return { readable: false, error, timedOut: isWorthWaiting };
      onWait?.(error);
      await clock.sleep(Math.min(pauseMs, leftMs), signal);
    }
  }
}
