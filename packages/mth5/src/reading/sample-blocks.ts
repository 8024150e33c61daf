import type { NumericArray } from '@h5tail/adapter';
import { BatchIterator, retryWhileGrowing, systemClock, type FollowEnd, type ReadyRange } from '@h5tail/follower';
import { sampleTime } from '../model/sample-time.js';
import { instantText } from '../model/time.js';
import type { SampleSource } from './sample-source.js';
import { SessionRanges, type SessionRangesParts } from './session-ranges.js';

/** Samples that follow one another, with their times. */
export interface BlockTimes {
  /** Number of the first sample. */
  readonly first: number;
  /** How many there are, per channel. */
  readonly count: number;
  /** Time of the first sample, ISO 8601 in UTC to the microsecond. */
  readonly start: string;
  /** The same in nanoseconds since 1970-01-01T00:00:00Z. */
  readonly startTime: bigint;
  /** Samples per second; 0 where the file does not tell, and then all samples have the time at which the channel begins. */
  readonly sampleRate: number;
}

/** A block with the samples of every channel that is followed, in their order. */
export interface FollowedBlock extends BlockTimes {
  readonly samples: readonly NumericArray[];
  /** Whether these are all that are known to be there. */
  readonly upToDate: boolean;
}

/** The times of samples `first` to `first + count - 1` of a source. */
export function blockTimes(source: SampleSource, first: number, count: number): BlockTimes {
  const { start, rate } = source.alignment;
  // Samples of a channel without a rate have no times but that of the first.
  const startTime = rate > 0 ? sampleTime(start, first, rate) : start;
  return { first, count, start: instantText(startTime), startTime, sampleRate: rate };
}

/**
 * A follow of samples: each once, in order, as soon as it may be read. Iterating is single-pass and goes on where the last iteration
 * stopped.
 */
export class SampleFollow<Block> implements AsyncIterable<Block> {
  readonly #parts: SessionRangesParts;
  readonly #make: (block: FollowedBlock) => Block;
  #ranges: SessionRanges | undefined;
  #position: number;

  /** @param make What is handed out of a block. */
  constructor(parts: SessionRangesParts, make: (block: FollowedBlock) => Block) {
    this.#parts = parts;
    this.#make = make;
    this.#position = parts.from;
  }

  /** Next sample to hand out: `from` of a later follow that goes on here. */
  get position(): number {
    return this.#ranges?.position ?? this.#position;
  }

  /** Why the last iteration ended; `undefined` while it has not, and after abort, a fault or `break`. */
  get end(): FollowEnd | undefined {
    return this.#ranges?.end;
  }

  /**
   * Blocks in order. Leaving the iteration loses nothing.
   *
   * @throws Hdf5Error `FILE_REPLACED` where the file was written anew; `TRANSIENT_READ` where a block could not be read for
   * `retryBudgetMs`; `CLOSED`; `BUSY` for a second `next()` while one is pending; the signal's reason.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Block> {
    this.#position = this.position;
    const before = this.end === undefined ? this.#ranges?.seen : undefined;
    const ranges = new SessionRanges({ ...this.#parts, from: this.#position, before });
    this.#ranges = ranges;
    return new BatchIterator({
      ranges,
      read: (range) => this.#read(range),
      giveBack: (sample) => ranges.giveBack(sample),
    });
  }

  async #read({ start: first, stop, upToDate }: ReadyRange): Promise<Block> {
    const { source, options, retryBudgetMs: budgetMs } = this.#parts;
    const { clock = systemClock, signal } = options;
    const read = async (attempt: number): Promise<readonly NumericArray[]> => {
      if (attempt > 0 || source.length < stop) await source.look();
      return source.read(first, stop, signal);
    };
    const samples = await retryWhileGrowing(read, { budgetMs, clock, signal });
    return this.#make({ ...blockTimes(source, first, stop - first), samples, upToDate });
  }
}
