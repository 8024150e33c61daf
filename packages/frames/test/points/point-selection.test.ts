import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upTo } from '../../../follower/test/number-lists.js';
import { PointSelection } from '../../src/points/point-selection.js';

function taken(selection: PointSelection, start: number, stop: number): number[] {
  const points = [...selection.within(start, stop)];
  return points.flatMap(({ first, step, count }) => upTo(count).map((place) => first + place * step));
}

const whole = { index: 0, count: 1, block: 1 };

describe('points that are taken', () => {
  it.each([
    [1, whole, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [3, whole, [0, 3, 6, 9]],
    [20, whole, [0]],
    [1, { index: 0, count: 3, block: 1 }, [0, 3, 6, 9]],
    [1, { index: 2, count: 3, block: 1 }, [2, 5, 8]],
    [1, { index: 0, count: 2, block: 4 }, [0, 1, 2, 3, 8, 9]],
    [1, { index: 1, count: 2, block: 4 }, [4, 5, 6, 7]],
    [2, { index: 1, count: 2, block: 1 }, [2, 6]],
    [2, { index: 0, count: 2, block: 2 }, [0, 2, 8]],
  ])('of ten, every %i, part %o', (every, partition, expected) => {
    expect(taken(new PointSelection(every, partition), 0, 10)).toEqual(expected);
  });

  it('do not depend on where the ranges begin', () => {
    const selection = new PointSelection(3, { index: 1, count: 2, block: 2 });
    const inPieces = [0, 1, 5, 6, 20, 21, 40].flatMap((start, i, starts) =>
      i === starts.length - 1 ? [] : taken(selection, start, starts[i + 1] as number),
    );
    expect(inPieces).toEqual(taken(selection, 0, 40));
  });

  it('are shared among processes: every wanted point by exactly one, whatever the numbers', () => {
    const numbers = record({
      every: integer({ min: 1, max: 7 }),
      count: integer({ min: 1, max: 6 }),
      block: integer({ min: 1, max: 5 }),
      start: integer({ min: 0, max: 50 }),
      length: integer({ min: 0, max: 80 }),
    });
    assert(
      property(numbers, ({ every, count, block, start, length }) => {
        const stop = start + length;
        const parts = upTo(count).map((index) => new PointSelection(every, { index, count, block }));
        const all = parts.flatMap((part) => taken(part, start, stop)).toSorted((a, b) => a - b);
        const wanted = upTo(stop).filter((index) => index >= start && index % every === 0);
        expect(all).toEqual(wanted);
        for (const part of parts) expect(part.lastWithin(start, stop)).toBe(taken(part, start, stop).at(-1));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [0, whole],
    [1.5, whole],
    [1, { index: 2, count: 2, block: 1 }],
    [1, { index: -1, count: 2, block: 1 }],
    [1, { index: 0, count: 0, block: 1 }],
    [1, { index: 0, count: 2, block: 0 }],
  ])('are none for every %d, part %o', (every, partition) => {
    expect(() => new PointSelection(every, partition)).toThrow(RangeError);
  });
});
