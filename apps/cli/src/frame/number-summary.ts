import type { NumericArray } from '@h5tail/adapter';
import { summarizeFloats } from './summarize-floats.js';
import { summarizeIntegers } from './summarize-integers.js';
import { summarizeLongIntegers } from './summarize-long-integers.js';

/** Smallest, largest and sum of some numbers. */
export interface NumberSummary {
  readonly min: number | bigint;
  readonly max: number | bigint;
  /** Exact for integers: a bigint where a number would round. */
  readonly sum: number | bigint;
}

/**
 * Summarizes numbers in one pass. As in numpy, one NaN makes all of it NaN.
 *
 * @returns `undefined` where there are no numbers.
 */
export function summarizeNumbers(numbers: NumericArray): NumberSummary | undefined {
  if (numbers.length === 0) return undefined;
  if (numbers instanceof Float32Array || numbers instanceof Float64Array) return summarizeFloats(numbers);
  if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) return summarizeLongIntegers(numbers);
  return summarizeIntegers(numbers);
}
