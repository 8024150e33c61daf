import { describe, expect, it } from 'vitest';
import { summarizeNumbers } from '../../src/frame/number-summary.js';

describe('summarizeNumbers', () => {
  it('has nothing to say about no numbers', () => {
    expect(summarizeNumbers(new Uint16Array(0))).toBeUndefined();
    expect(summarizeNumbers(new BigInt64Array(0))).toBeUndefined();
  });

  it.each([Int8Array, Int16Array, Int32Array, Float32Array, Float64Array])('summarizes %o', (arrayClass) => {
    expect(summarizeNumbers(arrayClass.of(3, -7, 100, 0))).toEqual({ min: -7, max: 100, sum: 96 });
  });

  it.each([Uint8Array, Uint16Array, Uint32Array])('summarizes %o', (arrayClass) => {
    expect(summarizeNumbers(arrayClass.of(3, 7, 200, 0))).toEqual({ min: 0, max: 200, sum: 210 });
  });

  it('summarizes 64-bit integers with all digits', () => {
    expect(summarizeNumbers(BigInt64Array.of(-1n, 2n ** 62n, -(2n ** 63n), 5n))).toEqual({
      min: -(2n ** 63n),
      max: 2n ** 62n,
      sum: 2n ** 62n - 2n ** 63n + 4n,
    });
    const largest = 2n ** 64n - 1n;
    expect(summarizeNumbers(BigUint64Array.of(largest, largest, 1n))).toEqual({
      min: 1n,
      max: largest,
      sum: 2n * largest + 1n,
    });
  });

  it('orders 64-bit integers by their lower half where the upper one is the same', () => {
    const summary = summarizeNumbers(BigInt64Array.of(-1n, -(2n ** 32n), -2n, -(2n ** 31n)));
    expect(summary).toMatchObject({ min: -(2n ** 32n), max: -1n });
  });

  it('reads a view into a larger buffer', () => {
    const view = new BigInt64Array(BigInt64Array.of(9n, 1n, 2n, 9n).buffer, 8, 2);
    expect(summarizeNumbers(view)).toEqual({ min: 1n, max: 2n, sum: 3n });
  });

  it('adds integers exactly beyond 2^53, across blocks', () => {
    const count = 2 ** 21 + 3;
    const numbers = new Uint32Array(count).fill(2 ** 32 - 1);
    numbers[count - 1] = 1;
    expect(summarizeNumbers(numbers)?.sum).toBe(BigInt(count - 1) * (2n ** 32n - 1n) + 1n);
    const long = new BigInt64Array(count).fill(-(2n ** 63n));
    expect(summarizeNumbers(long)?.sum).toBe(BigInt(count) * -(2n ** 63n));
  });

  it('adds many floats with little rounding', () => {
    const numbers = new Float64Array(1e6).fill(0.1);
    expect(summarizeNumbers(numbers)?.sum).toBeCloseTo(1e5, 8);
  });

  it('lets one NaN make all of it NaN, wherever it is', () => {
    for (const numbers of [Float32Array.of(NaN, 1, 2), Float64Array.of(1, NaN, 2), Float64Array.of(1, 2, NaN)]) {
      expect(summarizeNumbers(numbers)).toEqual({ min: NaN, max: NaN, sum: NaN });
    }
  });

  it('keeps the extremes where only the sum is undefined', () => {
    expect(summarizeNumbers(Float64Array.of(Infinity, 1, -Infinity))).toEqual({
      min: -Infinity,
      max: Infinity,
      sum: NaN,
    });
  });
});
