import { assert, property, array, integer, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearRangeBoxes, type Box } from '../src/linear-range-boxes.js';

/** The indices that boxes select, in the order of reading. */
function indicesOf(boxes: readonly Box[], shape: readonly number[]): number[] {
  return boxes.flatMap((box) => {
    let indices = [0];
    box.forEach(([start, stop], axis) => {
      indices = indices.flatMap((index) =>
        Array.from({ length: stop - start }, (_, i) => index * (shape[axis] as number) + start + i),
      );
    });
    return indices;
  });
}

describe('linearRangeBoxes', () => {
  it('is one box in a stack', () => {
    expect(linearRangeBoxes(3, 103, [10_000])).toEqual([[[3, 103]]]);
  });

  it('does not go by the slowest extent', () => {
    expect(linearRangeBoxes(3, 9, [2])).toEqual([[[3, 9]]]);
  });

  it('takes the rest of a row, whole rows, and the begin of a row', () => {
    expect(linearRangeBoxes(7, 33, [5, 10])).toEqual([
      [
        [0, 1],
        [7, 10],
      ],
      [
        [1, 3],
        [0, 10],
      ],
      [
        [3, 4],
        [0, 3],
      ],
    ]);
  });

  it('is one box for whole planes', () => {
    expect(linearRangeBoxes(12, 36, [5, 3, 4])).toEqual([
      [
        [1, 3],
        [0, 3],
        [0, 4],
      ],
    ]);
  });

  it('is the one point of a scan of rank 0', () => {
    expect(linearRangeBoxes(0, 1, [])).toEqual([[]]);
  });

  it('is nothing for an empty range', () => {
    expect(linearRangeBoxes(4, 4, [5, 10])).toEqual([]);
  });

  it('gives each index once, in order, in at most 2 * rank - 1 boxes', () => {
    assert(
      property(array(integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }), nat(), nat(), (shape, a, b) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        const [start, stop] = [a % (size + 1), b % (size + 1)].toSorted((x, y) => x - y) as [number, number];
        const boxes = linearRangeBoxes(start, stop, shape);
        expect(indicesOf(boxes, shape)).toEqual(Array.from({ length: stop - start }, (_, i) => start + i));
        expect(boxes.length).toBeLessThanOrEqual(2 * shape.length - 1);
      }),
    );
  });
});
