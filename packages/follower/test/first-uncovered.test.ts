import { array, assert, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstUncovered } from '../src/first-uncovered.js';
import { unravelIndex } from '../src/unravel-index.js';

describe('firstUncovered', () => {
  it.each([
    ['the end of a stack', 3, [100], [40], 40],
    ['the end of full rows', 3, [5, 10], [2, 10], 20],
    ['the end of a short row', 0, [2, 4], [2, 3], 3],
    ['the index itself, in the missing end of a row', 3, [2, 4], [2, 3], 3],
    ['the end of the second row of a plane', 4, [5, 3, 4], [5, 2, 4], 8],
    ['the index itself where the extents have shrunk', 30, [100], [20], 30],
    ['the index itself where there is nothing', 0, [5, 10], [0, 10], 0],
    ['the index itself where a row has no extent yet', 0, [5, 0], [1, 0], 0],
    ['what is wider than the scan', 0, [5, 10], [2, 12], 20],
    ['the end of the one point', 0, [], [], 1],
  ])('is %s', (_, index, shape, extents, expected) => {
    expect(firstUncovered(index, shape, extents)).toBe(expected);
  });

  it('is what a search element by element finds', () => {
    const axis = tuple(integer({ min: 1, max: 5 }), integer({ min: 0, max: 5 }));
    assert(
      property(array(axis, { minLength: 1, maxLength: 4 }), nat(), (axes, seed) => {
        const shape = axes.map(([extent]) => extent);
        const extents = axes.map(([extent, current]) => Math.min(extent, current));
        const size = shape.reduce((product, extent) => product * extent, 1);
        const start = seed % size;
        let expected = start;
        const isCovered = (index: number): boolean =>
          unravelIndex(index, shape).every((coordinate, i) => coordinate < (extents[i] as number));
        while (expected < size && isCovered(expected)) expected++;
        expect(firstUncovered(start, shape, extents)).toBe(expected);
      }),
    );
  });
});
