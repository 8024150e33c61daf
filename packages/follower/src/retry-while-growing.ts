import { isHdf5Error, type Hdf5Error } from '@h5tail/adapter';
import type { Clock } from './clock.js';

const firstPauseMs = 1;
const longestPauseMs = 64;

/** How to try again. */
export interface RetryOptions {
  /** Time after which to give up, in milliseconds. */
  readonly budgetMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/**
 * Tries until it works: at once, after 1 ms, after 2 ms more, and so on, until the budget is spent. Only retryable
 * faults are tried again.
 *
 * @param attempt Gets the number of the try, from 0.
 * @throws The last retryable fault when the budget is spent; any other fault at once; the signal's reason.
 */
export async function retryWhileGrowing<Result>(
  attempt: (number: number) => Promise<Result>,
  { budgetMs, clock, signal }: RetryOptions,
): Promise<Result> {
  const deadline = clock.now() + budgetMs;
  for (let number = 0, pauseMs = firstPauseMs; ; number++, pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    signal?.throwIfAborted();
    try {
      return await attempt(number);
    } catch (error) {
      const leftMs = deadline - clock.now();
      if (!isRetryable(error) || leftMs <= 0) throw error;
      await clock.sleep(Math.min(pauseMs, leftMs), signal);
    }
  }
}

function isRetryable(error: unknown): error is Hdf5Error {
  return isHdf5Error(error) && error.retryable;
}
