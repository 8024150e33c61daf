import { unravelIndex } from '@h5tail/follower';
import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upTo } from '../../../follower/test/number-lists.js';
import { cutIntoRuns } from '../../src/points/cut-into-runs.js';
import { positionInRun, type PointRun } from '../../src/points/point-run.js';

const allAtOnce = { mostPoints: 1000, chunkLength: 1 };

function short({ first, step, count }: PointRun): [number, number, number] {
  return [first, step, count];
}

describe('runs', () => {
  it.each([
    ['a stack', [0], { first: 2, step: 1, count: 9 }, allAtOnce, [[2, 1, 9]]],
    [
      'few points each',
      [0],
      { first: 0, step: 1, count: 5 },
      { mostPoints: 2, chunkLength: 1 },
      [
        [0, 1, 2],
        [2, 1, 2],
        [4, 1, 1],
      ],
    ],
    [
      'rows of a grid',
      [3, 4],
      { first: 2, step: 1, count: 8 },
      allAtOnce,
      [
        [2, 1, 2],
        [4, 1, 4],
        [8, 1, 2],
      ],
    ],
    [
      'every third in rows of four',
      [3, 4],
      { first: 0, step: 3, count: 4 },
      allAtOnce,
      [
        [0, 3, 2],
        [6, 3, 1],
        [9, 3, 1],
      ],
    ],
    [
      'a step longer than the row',
      [9, 2],
      { first: 1, step: 5, count: 3 },
      allAtOnce,
      [
        [1, 5, 1],
        [6, 5, 1],
        [11, 5, 1],
      ],
    ],
    [
      'chunks of ten',
      [0],
      { first: 3, step: 1, count: 30 },
      { mostPoints: 12, chunkLength: 10 },
      [
        [3, 1, 7],
        [10, 1, 10],
        [20, 1, 10],
        [30, 1, 3],
      ],
    ],
    [
      'a chunk longer than a run',
      [0],
      { first: 0, step: 1, count: 7 },
      { mostPoints: 5, chunkLength: 10 },
      [
        [0, 1, 5],
        [5, 1, 2],
      ],
    ],
    ['the one point of no axes', [], { first: 0, step: 1, count: 1 }, allAtOnce, [[0, 1, 1]]],
  ])('of %s', (_, shape, points, limits, expected) => {
    expect([...cutIntoRuns(points, shape, limits)].map(short)).toEqual(expected);
  });

  it('hold every point once, in order, where it is in the scan', () => {
    const numbers = record({
      shape: array(integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
      first: integer({ min: 0, max: 20 }),
      step: integer({ min: 1, max: 9 }),
      count: integer({ min: 1, max: 60 }),
      mostPoints: integer({ min: 1, max: 9 }),
      chunkLength: integer({ min: 1, max: 5 }),
    });
    assert(
      property(numbers, ({ shape, first, step, count, ...limits }) => {
        const runs = [...cutIntoRuns({ first, step, count }, shape, limits)];
        const points = runs.flatMap((run) => upTo(run.count).map((place) => run.first + place * run.step));
        expect(points).toEqual(upTo(count).map((place) => first + place * step));
        for (const run of runs) {
          expect(run.count).toBeLessThanOrEqual(limits.mostPoints);
          upTo(run.count).forEach((place) => {
            const extents = [null, ...shape.slice(1)];
            expect(positionInRun(run, place)).toEqual(unravelIndex(run.first + place * run.step, extents));
          });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
