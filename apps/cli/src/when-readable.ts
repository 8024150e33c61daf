import { isHdf5Error, type ErrorCode, type Hdf5Error } from '@h5tail/adapter';
import type { Clock } from '@h5tail/follower';
import { TimedOut } from './timed-out.js';

/** Options of {@link whenReadable}. */
export interface WhenReadableOptions {
  /** Whether a file that is not there, or has not all of its content yet, is worth waiting for. */
  readonly waitForFile: boolean;
  /** How long to go on trying. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told at each failed attempt, for a status line. */
  readonly onWait?: (error: Hdf5Error) => void;
}

const firstPauseMs = 5;
const longestPauseMs = 100;

/**
 * What a file looks like before its writer has got going: missing, then empty, then cut short, then without the datasets
 * or without the files that its links lead to.
 */
const beginningCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FILE_NOT_FOUND',
  'NOT_HDF5',
  'TRUNCATED_FILE',
  'OBJECT_NOT_FOUND',
  'BROKEN_LINK',
]);

/**
 * Opens something of a live file, trying again while its writer is not ready: while it has not started SWMR mode or is
 * in the middle of a change, and with `waitForFile` also while the file, or something in it, is missing.
 *
 * @throws TimedOut with the fault of the last attempt, when time is up.
 * @throws Whatever an attempt threw where waiting cannot help.
 */
export async function whenReadable<T>(open: () => Promise<T>, options: WhenReadableOptions): Promise<T> {
  const { waitForFile, timeoutMs, clock, signal, onWait } = options;
  const deadline = clock.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await open();
    } catch (error) {
      const worthWaiting = isHdf5Error(error) && (error.retryable || (waitForFile && beginningCodes.has(error.code)));
      if (!worthWaiting) throw error;
      const leftMs = deadline - clock.now();
      if (leftMs <= 0) throw new TimedOut(error, timeoutMs);
      onWait?.(error);
      await clock.sleep(Math.min(pauseMs, leftMs), signal);
    }
  }
}
