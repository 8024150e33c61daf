import type { Hdf5Adapter } from '@h5tail/adapter';
import { retryWhileGrowing, systemClock, type Clock } from '@h5tail/follower';
import { openForReading, type RawFile } from '../format/raw-file.js';
import { EqualLengths } from './equal-lengths.js';
import { WrittenHeaders } from './written-headers.js';

const usualRetryBudgetMs = 1000;

/** Options of everything that reads a raw file once. */
export interface RawReadOptions {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
  /**
   * How long to try again, with growing pauses, while the writer is in the middle of a change, in milliseconds. Default: 1000.
   */
  readonly retryBudgetMs?: number;
  /**
   * Whether as many headers as messages are demanded. Where a writer was killed, or is between the two, there may be more
   * of one kind; by default what both have is read.
   */
  readonly strict?: boolean;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Default: `systemClock`. */
  readonly clock?: Clock;
}

/** Opens a file for the time of `work`; all of it is done again while a fault may pass by itself. */
export async function withRawFile<Result>(
  path: string,
  options: RawReadOptions,
  work: (raw: RawFile, written: WrittenHeaders) => Promise<Result>,
): Promise<Result> {
  const { adapter, retryBudgetMs = usualRetryBudgetMs, strict = false, signal, clock = systemClock } = options;
  const written = new WrittenHeaders(clock);
  const lengths = new EqualLengths();
  if (!(retryBudgetMs >= 0)) throw new RangeError(`retryBudgetMs ${retryBudgetMs} is not 0 or more`);
  const attempt = async (): Promise<Result> => {
    const raw = await openForReading(path, adapter, signal);
    try {
      if (strict) await lengths.require(raw);
      return await work(raw, written);
    } finally {
      await raw.file.close();
    }
  };
  return retryWhileGrowing(attempt, { budgetMs: retryBudgetMs, clock, signal });
}
