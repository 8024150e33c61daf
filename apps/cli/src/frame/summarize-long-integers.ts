import { ExactSum } from './exact-sum.js';
import type { NumberSummary } from './number-summary.js';

/** So many 32-bit halves add up to at most 2^52. */
const blockLength = 2 ** 20;

/** Which half of a 64-bit integer comes first in memory. */
const lowHalf = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1;

/**
 * Summarizes 64-bit integers; there is at least one.
 *
 * Works on their 32-bit halves as plain numbers: a bigint per element would cost some fifty times as much.
 */
export function summarizeLongIntegers(numbers: BigInt64Array | BigUint64Array): NumberSummary {
  const { buffer, byteOffset, length } = numbers;
  const unsignedHalves = new Uint32Array(buffer, byteOffset, 2 * length);
  const signed = numbers instanceof BigInt64Array;
  const highHalves = signed ? new Int32Array(buffer, byteOffset, 2 * length) : unsignedHalves;
  const lowSum = new ExactSum();
  const highSum = new ExactSum();
  let min = 0;
  let max = 0;
  let minLow = unsignedHalves[lowHalf] as number;
  let minHigh = highHalves[1 - lowHalf] as number;
  let maxLow = minLow;
  let maxHigh = minHigh;
  for (let start = 0; start < length; start += blockLength) {
    const stop = Math.min(start + blockLength, length);
    let lows = 0;
    let highs = 0;
    for (let i = start; i < stop; i++) {
      const low = unsignedHalves[2 * i + lowHalf] as number;
      const high = highHalves[2 * i + 1 - lowHalf] as number;
      lows += low;
      highs += high;
      if (high < minHigh || (high === minHigh && low < minLow)) [min, minHigh, minLow] = [i, high, low];
      if (high > maxHigh || (high === maxHigh && low > maxLow)) [max, maxHigh, maxLow] = [i, high, low];
    }
    lowSum.add(lows);
    highSum.add(highs);
  }
  const sum = (BigInt(highSum.value) << 32n) + BigInt(lowSum.value);
  return { min: numbers[min] as bigint, max: numbers[max] as bigint, sum };
}
