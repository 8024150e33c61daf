import { Hdf5Error, type Hdf5ErrorContext } from '@h5tail/adapter';
import { sampleIndexAt } from '../model/sample-time.js';

/** When and how fast a channel was sampled. */
export interface SampleClock {
  /** Time of the first sample in nanoseconds since 1970. */
  readonly start: bigint;
  /** Samples per second. */
  readonly rate: number;
}

/** How the samples of several channels lie to one another. */
export interface Alignment {
  /** Time of the first sample that all of them have, in nanoseconds since 1970. */
  readonly start: bigint;
  /** Samples per second, the same for all. */
  readonly rate: number;
  /** Samples that each channel has before that. */
  readonly offsets: readonly number[];
}

/**
 * Aligns channels by time, within half a sample.
 *
 * @throws Hdf5Error `INVALID_DATA` where they are sampled at different rates.
 */
export function align(clocks: readonly SampleClock[], place: Hdf5ErrorContext): Alignment {
  const [first] = clocks;
  if (first === undefined) throw new Hdf5Error('OBJECT_NOT_FOUND', 'the run has no channels', place);
  const other = clocks.find(({ rate }) => rate !== first.rate);
  if (other !== undefined) {
    throw new Hdf5Error(
      'INVALID_DATA',
      `its channels have rates of ${first.rate} and ${other.rate} samples per second`,
      {
        ...place,
        remedy: 'Read these channels one by one',
      },
    );
  }
  const start = clocks.reduce((latest, clock) => (clock.start > latest ? clock.start : latest), first.start);
  const offsets = clocks.map((clock) => (clock.rate > 0 ? sampleIndexAt(clock.start, start, clock.rate) : 0));
  return { start, rate: first.rate, offsets };
}
