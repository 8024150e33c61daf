import { assert, constantFrom, double, integer, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleIndexAt, samplesBetween, sampleTime } from '../../src/model/sample-time.js';
import { epoch, parseInstant } from '../../src/model/time.js';

const second = 1_000_000_000n;
const rates = oneof(
  constantFrom(0.01, 0.1, 1 / 3, 1, 4.096, 12.5, 256, 1000 / 3, 4096, 24_000, 44_100, 65_536, 100_000),
  double({ min: 0.01, max: 100_000, noNaN: true }),
);

describe('sampleTime', () => {
  it.each([
    [0, 100, 0n],
    [1, 100, 10_000_000n],
    [-1, 100, -10_000_000n],
    [1, 3, 333_333_333n],
    [2, 3, 666_666_667n],
    [3, 3, second],
    [1, 0.1, 10n * second],
    [1, 1 / 3, 3n * second],
    [1000, 1000 / 3, 3n * second],
    // Ten years at 24 kHz and 0.1 Hz, where float64 is long since coarser than a nanosecond.
    [24_000 * 315_576_000 + 1, 24_000, 315_576_000n * second + 41_667n],
    [31_557_600, 0.1, 315_576_000n * second],
  ])('puts sample %d at %d Hz where it belongs', (index, rate, offset) => {
    expect(sampleTime(epoch, index, rate)).toBe(epoch + offset);
  });

  it('refuses what is no index and no rate', () => {
    for (const rate of [0, -1, Number.NaN, Infinity]) expect(() => sampleTime(epoch, 1, rate)).toThrow(RangeError);
    for (const index of [0.5, Number.NaN, 2 ** 53]) expect(() => sampleTime(epoch, index, 1)).toThrow(RangeError);
  });
});

describe('sampleIndexAt', () => {
  it('takes the nearest sample, halves up', () => {
    expect(sampleIndexAt(0n, 5_000_000n, 100)).toBe(1);
    expect(sampleIndexAt(0n, 4_999_999n, 100)).toBe(0);
    expect(sampleIndexAt(0n, -5_000_000n, 100)).toBe(0);
    expect(sampleIndexAt(0n, -5_000_001n, 100)).toBe(-1);
  });

  it('is the inverse of sampleTime', () => {
    assert(
      property(integer({ min: -(2 ** 45), max: 2 ** 45 }), rates, (index, rate) => {
        expect(sampleIndexAt(epoch, sampleTime(epoch, index, rate), rate)).toBe(index);
      }),
    );
  });

  it('puts times of samples in order, a period apart to the nanosecond', () => {
    assert(
      property(integer({ min: 0, max: 2 ** 45 }), rates, (index, rate) => {
        const period = Number(sampleTime(epoch, index + 1, rate) - sampleTime(epoch, index, rate));
        expect(Math.abs(period - 1e9 / rate)).toBeLessThanOrEqual(1 + 1e-4);
      }),
    );
  });

  it('refuses what is no rate', () => {
    expect(() => sampleIndexAt(0n, 0n, 0)).toThrow(RangeError);
  });
});

describe('samplesBetween', () => {
  it('counts both ends', () => {
    const start = parseInstant('2026-03-01T00:00:00Z');
    expect(samplesBetween(start, start, 100)).toBe(1);
    expect(samplesBetween(start, parseInstant('2026-03-01T00:00:00.99Z'), 100)).toBe(100);
    expect(samplesBetween(start, start - 10_000_000n, 100)).toBe(0);
  });

  it('gives the number of samples back from the time of the last one', () => {
    assert(
      property(integer({ min: 1, max: 2 ** 45 }), rates, (count, rate) => {
        expect(samplesBetween(epoch, sampleTime(epoch, count - 1, rate), rate)).toBe(count);
      }),
    );
  });
});
