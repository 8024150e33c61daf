import { array, assert, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxInExtents, boxSize, forRowsOf } from '../src/box-in-extents.js';
import type { Box } from '../src/linear-range-boxes.js';

/** Positions of a hyperslab, in row-major order. */
function positionsOf(box: Box): string[] {
  let positions: number[][] = [[]];
  for (const [start, stop] of box) {
    positions = positions.flatMap((position) =>
      Array.from({ length: stop - start }, (_, i) => [...position, start + i]),
    );
  }
  return positions.map((position) => position.join());
}

describe('boxInExtents', () => {
  it.each<[string, Box, number[], Box | undefined]>([
    ['all of it', [[2, 5]], [9], [[2, 5]]],
    ['a part', [[2, 5]], [4], [[2, 4]]],
    ['nothing', [[2, 5]], [2], undefined],
    ['nothing along one axis', [[0, 2], [3, 4]], [2, 3], undefined], // prettier-ignore
    ['the one point of no axes', [], [], []],
  ])('is %s', (_, box, extents, part) => {
    expect(boxInExtents(box, extents)).toEqual(part);
  });
});

describe('forRowsOf', () => {
  it('finds the elements of a part among those of the whole', () => {
    const axis = tuple(integer({ min: 0, max: 3 }), integer({ min: 1, max: 4 }), integer({ min: 1, max: 4 }));
    assert(
      property(array(axis, { maxLength: 4 }), (axes) => {
        const box = axes.map(([start, length]): [number, number] => [start, start + length]);
        const part = axes.map(([start, length, less]): [number, number] => [start, start + Math.min(length, less)]);
        const [whole, wanted] = [positionsOf(box), positionsOf(part)];
        expect(boxSize(part)).toBe(wanted.length);
        const seen: string[] = [];
        forRowsOf(part, box, (inBox, inPart, length) => {
          expect(inPart).toBe(seen.length);
          seen.push(...whole.slice(inBox, inBox + length));
        });
        expect(seen).toEqual(wanted);
      }),
    );
  });
});
