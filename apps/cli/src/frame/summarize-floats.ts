import type { NumberSummary } from './number-summary.js';

/** Adding block by block keeps the rounding error of a large frame near that of one block. */
const blockLength = 1024;

/** Summarizes floats in double precision; there is at least one. */
export function summarizeFloats(numbers: Float32Array | Float64Array): NumberSummary {
  let min = numbers[0] as number;
  let max = min;
  let sum = 0;
  for (let start = 0; start < numbers.length; start += blockLength) {
    const stop = Math.min(start + blockLength, numbers.length);
    let blockSum = 0;
    for (let i = start; i < stop; i++) {
      const value = numbers[i] as number;
      blockSum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    sum += blockSum;
  }
  // Comparisons skip a NaN; the sum does not, but infinities of both signs make it NaN too.
  if (Number.isNaN(sum) && numbers.some(Number.isNaN)) return { min: NaN, max: NaN, sum: NaN };
  return { min, max, sum };
}
