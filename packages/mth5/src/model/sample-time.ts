/**
 * When a sample was taken, and which sample was taken when.
 *
 * Sample `i` of a channel is taken at `start + i / rate`; the end of a channel is the time of its last sample, not of the
 * one after it (MTH5 0.6.5). Years of samples at high rates leave the range in which float64 counts nanoseconds, so all
 * this is done in whole numbers.
 *
 * @module
 */
import { rateFraction } from './rate-fraction.js';
import { floorDivide, nanosecondsPerSecond } from './time.js';

/**
 * Time of a sample, to the nearest nanosecond.
 *
 * @param start time of sample 0, nanoseconds since 1970.
 * @param index number of the sample; a negative one lies before the start.
 * @param sampleRate samples per second, above zero.
 * @throws RangeError for an index that is no safe integer, or a rate that is not finite and above zero.
 */
export function sampleTime(start: bigint, index: number, sampleRate: number): bigint {
  if (!Number.isSafeInteger(index)) throw new RangeError(`${index} is not the number of a sample`);
  const { samples, seconds } = rateFraction(sampleRate);
  return start + roundedDivide(BigInt(index) * seconds * nanosecondsPerSecond, samples);
}

/**
 * Number of the sample that is nearest to a time: `round((time - start) * rate)`, exact also for years of samples, halves
 * up. Negative before the start; not bounded by any dataset.
 *
 * @param start time of sample 0, nanoseconds since 1970.
 * @param time nanoseconds since 1970.
 * @param sampleRate samples per second, above zero.
 * @throws RangeError for a rate that is not finite and above zero.
 */
export function sampleIndexAt(start: bigint, time: bigint, sampleRate: number): number {
  const { samples, seconds } = rateFraction(sampleRate);
  return Number(roundedDivide((time - start) * samples, seconds * nanosecondsPerSecond));
}

/**
 * How many samples a stretch holds whose first and last sample were taken at these times, both counted: the `n_samples`
 * that belongs to a `start` and an `end` of MTH5. Zero where `last` lies one sample before `first`.
 *
 * @param first time of the first sample, nanoseconds since 1970.
 * @param last time of the last sample, nanoseconds since 1970.
 * @param sampleRate samples per second, above zero.
 * @throws RangeError for a rate that is not finite and above zero.
 */
export function samplesBetween(first: bigint, last: bigint, sampleRate: number): number {
  return sampleIndexAt(first, last, sampleRate) + 1;
}

/** The quotient rounded to the nearest whole number, halves up; the divisor must be positive. */
function roundedDivide(dividend: bigint, divisor: bigint): bigint {
  return floorDivide(2n * dividend + divisor, 2n * divisor);
}
