import type { FollowOptions } from '@h5tail/follower';

/** Options of following the samples of a channel or a run. */
export interface FollowSamplesOptions extends Omit<FollowOptions, 'finished' | 'endWhenClosed' | 'from'> {
  /** First sample to hand out; negative counts from the end that there is at the beginning. Default: 0. */
  readonly from?: number;
  /** Samples of a block, per channel, at most. Default: 65,536. */
  readonly blockSamples?: number;
  /**
   * Whether the follow ends when the file is closed and no session goes on, once all samples are handed out. Where it does not, it waits for
   * a writer. Default: true, except that one who begins where there is no sample yet, nor a writer, waits for the first.
   */
  readonly endWhenClosed?: boolean;
  /** How long to try to read a block while its writer is in the middle of a change, in milliseconds. Default: 2000. */
  readonly retryBudgetMs?: number;
}

/** With the defaults filled in. */
export interface FollowSamplesSettings {
  readonly from: number;
  readonly blockSamples: number;
  readonly retryBudgetMs: number;
}

const usualBlock = 65_536;
const usualRetryBudgetMs = 2000;

/** @throws RangeError for a number that makes no sense. */
export function followSettings(options: FollowSamplesOptions): FollowSamplesSettings {
  const { from = 0, blockSamples = usualBlock, retryBudgetMs = usualRetryBudgetMs } = options;
  if (!Number.isSafeInteger(from)) throw new RangeError(`from ${from} is not a whole number`);
  if (!Number.isSafeInteger(blockSamples) || blockSamples < 1) {
    throw new RangeError(`blockSamples ${blockSamples} is not 1 or more`);
  }
  if (!(retryBudgetMs >= 0)) throw new RangeError(`retryBudgetMs ${retryBudgetMs} is not 0 or more`);
  return { from, blockSamples, retryBudgetMs };
}
