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
 * @throws TypeError for both; RangeError for a number that is not whole, or a time that is none; Hdf5Error `INVALID_DATA` for times in a channel without a
 * sample rate.
 */
export function sampleRange(source: SampleSource, slice: SampleSlice): readonly [number, number] {
  const { length } = source;
  const { from, to, start, end } = slice as Partial<
    Record<'from' | 'to', number> & Record<'start' | 'end', string | bigint>
  >;
  const isByTime = start !== undefined || end !== undefined;
  if (isByTime && (from !== undefined || to !== undefined))
    throw new TypeError('a slice is by number or by time, not by both');
  return isByTime ? timeRange(source, start, end) : numberRange(length, from, to);
}

function numberRange(length: number, from = 0, to = length): readonly [number, number] {
  for (const index of [from, to])
    if (!Number.isSafeInteger(index)) throw new RangeError(`${index} is not a whole number`);
  return bounded(from < 0 ? length + from : from, to < 0 ? length + to : to, length);
}

function timeRange(
  source: SampleSource,
  first: string | bigint | undefined,
  last: string | bigint | undefined,
): readonly [number, number] {
  const { alignment, length } = source;
  if (!(alignment.rate > 0)) throw source.withoutTimes();
  const indexOf = (time: string | bigint): number =>
    sampleIndexAt(alignment.start, typeof time === 'string' ? parseInstant(time) : time, alignment.rate);
  const start = first === undefined ? 0 : indexOf(first);
  const stop = last === undefined ? length : indexOf(last) + 1;
  return bounded(start, stop, length);
}

function bounded(start: number, stop: number, length: number): readonly [number, number] {
  const first = Math.min(Math.max(0, start), length);
  return [first, Math.max(first, Math.min(stop, length))];
}
