import type { NumericArray } from '@h5tail/adapter';
import { ExactSum } from './exact-sum.js';
import type { NumberSummary } from './number-summary.js';

/** So many 32-bit integers add up to at most 2^52, so plain numbers stay exact within a block. */
const blockLength = 2 ** 20;

type ShortIntegers = Exclude<NumericArray, Float32Array | Float64Array | BigInt64Array | BigUint64Array>;

/** Summarizes integers of at most 32 bits; there is at least one. */
export function summarizeIntegers(numbers: ShortIntegers): NumberSummary {
  let min = numbers[0] as number;
  let max = min;
  const total = new ExactSum();
  for (let start = 0; start < numbers.length; start += blockLength) {
    const stop = Math.min(start + blockLength, numbers.length);
    let sum = 0;
    for (let i = start; i < stop; i++) {
      const value = numbers[i] as number;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    total.add(sum);
  }
  return { min, max, sum: total.value };
}
