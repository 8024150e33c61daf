import { untilReadable, type UntilReadableOptions } from '@h5tail/frames';
import { TimedOut } from './timed-out.js';

/** Options of {@link whenReadable}; nothing is left to a default. */
export type WhenReadableOptions = UntilReadableOptions &
  Required<Pick<UntilReadableOptions, 'waitForFile' | 'timeoutMs' | 'clock' | 'signal'>>;

/**
 * Opens something of a live file, trying again while its writer is not ready; see `untilReadable`.
 *
 * @throws TimedOut with the fault of the last attempt, when time is up.
 * @throws Whatever an attempt threw where waiting cannot help.
 */
export async function whenReadable<T>(open: () => Promise<T>, options: WhenReadableOptions): Promise<T> {
  const outcome = await untilReadable(open, options);
  if (outcome.readable) return outcome.value;
  throw outcome.timedOut ? new TimedOut(outcome.error, options.timeoutMs) : outcome.error;
}
