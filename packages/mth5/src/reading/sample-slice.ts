import { Hdf5Error } from '@h5tail/adapter';
import { sampleIndexAt } from '../model/sample-time.js';
import { parseInstant } from '../model/time.js';
import type { SampleSource } from './sample-source.js';

/** Which samples to read: by number, half open, or by time, with the end included. Default: all. */
export type SampleSlice =
  | {
      /** First sample; negative counts from the end. Default: 0. */
      readonly from?: number;
      /** Behind the last one; negative counts from the end. Default: the end. */
      readonly to?: number;
    }
  | {
      /** Time of the first sample: ISO 8601, or nanoseconds since 1970. Default: the beginning. */
      readonly start?: string | bigint;
      /** Time of the last sample, which is read too. Default: the end. */
      readonly end?: string | bigint;
    };

/**
 * The numbers of a slice's samples, cut to those that there are.
 *
 * @throws Hdf5Error `INVALID_DATA` for times where the file tells no sample rate. RangeError for a number that is not whole, or a time that is none.
 */
export function sampleRange(source: SampleSource, slice: SampleSlice): readonly [number, number] {
  const { length } = source;
  if ('start' in slice || 'end' in slice) return timeRange(source, slice);
  const { from = 0, to = length } = slice as { from?: number; to?: number };
  for (const index of [from, to])
    if (!Number.isSafeInteger(index)) throw new RangeError(`${index} is not a whole number`);
  return bounded(from < 0 ? length + from : from, to < 0 ? length + to : to, length);
}

function timeRange(
  { alignment, length, place }: SampleSource,
  slice: { readonly start?: string | bigint; readonly end?: string | bigint },
): readonly [number, number] {
  if (!(alignment.rate > 0)) {
    throw new Hdf5Error('INVALID_DATA', 'the file tells no sample rate, so the samples have no times', {
      ...place,
      remedy: 'Read them by their numbers',
    });
  }
  const indexOf = (time: string | bigint): number =>
    sampleIndexAt(alignment.start, typeof time === 'string' ? parseInstant(time) : time, alignment.rate);
  const start = slice.start === undefined ? 0 : indexOf(slice.start);
  const stop = slice.end === undefined ? length : indexOf(slice.end) + 1;
  return bounded(start, stop, length);
}

function bounded(start: number, stop: number, length: number): readonly [number, number] {
  const first = Math.min(Math.max(0, start), length);
  return [first, Math.max(first, Math.min(stop, length))];
}
