import { describe, expect, it } from 'vitest';
import { lengthOf, RangeCollector } from '../../src/recovery/byte-ranges.js';

/** Numbers below 2^32 that look random, and are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('what is left of a file', () => {
  it('is all of it without stretches, and nothing of an empty one', () => {
    expect([...new RangeCollector().rest(100, 1)]).toEqual([0, 100]);
    expect([...new RangeCollector().rest(0, 1)]).toEqual([]);
  });

  it('does not end beyond it', () => {
    const ranges = new RangeCollector();
    ranges.add(90, 200);
    ranges.add(300, 400);
    expect([...ranges.rest(100, 1)]).toEqual([0, 90]);
    expect(lengthOf(ranges.rest(100, 11))).toBe(100);
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('is each byte that is in no stretch, seed %i', (seed) => {
    const next = numbers(seed);
    const size = 400;
    const worth = 1 + next(20);
    const isOut = new Uint8Array(size);
    const ranges = new RangeCollector();
    for (let i = next(40); i >= 0; i--) {
      const start = next(size);
      const end = start + next(40);
      ranges.add(start, end);
      isOut.fill(1, start, end);
    }
    // Pieces that are too short do not count.
    for (let at = 0; at < size;) {
      let end = at;
      while (end < size && isOut[end] === isOut[at]) end++;
      if (isOut[at] === 1 && end - at < worth) isOut.fill(0, at, end);
      at = end;
    }
    const left = ranges.rest(size, worth);
    const isLeft = new Uint8Array(size);
    for (let i = 0; i < left.length; i += 2) {
      expect(left[i + 1]).toBeGreaterThan(left[i] as number);
      isLeft.fill(1, left[i], left[i + 1]);
    }
    expect([...isLeft]).toEqual([...isOut].map((out) => 1 - out));
    expect(lengthOf(left)).toBe(isLeft.filter(Boolean).length);
  });

  it('is found of many stretches', () => {
    const ranges = new RangeCollector();
    for (let i = 9999; i >= 0; i--) ranges.add(10 * i, 10 * i + 5);
    expect(lengthOf(ranges.rest(100_000, 5))).toBe(50_000);
    expect(ranges.rest(100_000, 5).length).toBe(20_000);
  });
});
