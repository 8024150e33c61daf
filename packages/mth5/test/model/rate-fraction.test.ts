import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateFraction } from '../../src/model/rate-fraction.js';

describe('rateFraction', () => {
  it.each([
    [1, 1n, 1n],
    [0.1, 1n, 10n],
    [0.01, 1n, 100n],
    [12.5, 25n, 2n],
    [1 / 3, 1n, 3n],
    [1000 / 3, 1000n, 3n],
    [4.096, 512n, 125n],
    [44_100, 44_100n, 1n],
  ])('takes %d for the fraction that is meant', (rate, samples, seconds) => {
    expect(rateFraction(rate)).toEqual({ samples, seconds });
  });

  it('is the rate, as float64', () => {
    assert(
      property(double({ min: 1e-6, max: 1e9, noNaN: true }), (rate) => {
        const { samples, seconds } = rateFraction(rate);
        expect(Number(samples) / Number(seconds)).toBe(rate);
      }),
    );
  });

  it('finds every small fraction', () => {
    assert(
      property(integer({ min: 1, max: 100_000 }), integer({ min: 1, max: 1000 }), (samples, seconds) => {
        const found = rateFraction(samples / seconds);
        expect(found.samples * BigInt(seconds)).toBe(found.seconds * BigInt(samples));
      }),
    );
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses %d', (rate) => {
    expect(() => rateFraction(rate)).toThrow(RangeError);
  });
});
