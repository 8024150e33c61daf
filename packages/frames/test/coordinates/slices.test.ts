import { describe, expect, it } from 'vitest';
import { rowSlice } from '../../src/coordinates/row-slice.js';
import { stackToGrid } from '../../src/coordinates/stack-to-grid.js';
import type { ScanOrder } from '../../src/coordinates/scan-order.js';
import type { AxisRange } from '../../src/frame.js';

describe('rowSlice', () => {
  it.each<[number[], number, number, (AxisRange | null)[]]>([
    [[3, 4, 5], 2, 3, [[0, 1], null]],
    [[3, 4, 5], 2, 5, [[1, 2], null]],
    [[3, 4, 5, 6, 7, 8], 4, 4, [[0, 1], [0, 1], [0, 1], null]],
    [[3, 4, 5, 6, 7, 8], 4, 5, [[0, 1], [0, 1], [0, 1], null]],
    [[3, 4, 5, 6, 7, 8], 4, 354, [[2, 3], [3, 4], [4, 5], null]],
    [[3, 4, 5, 6, 7, 8], 4, 359, [[2, 3], [3, 4], [4, 5], null]],
    [[9], 1, 5, [null]],
  ])('over %j, rank %i: %i is in %j', (shape, rank, index, slice) => {
    expect(rowSlice(index, shape, rank)).toEqual(slice);
  });

  it('takes all axes as the scan where no rank is given', () => {
    expect(rowSlice(5, [null, 4])).toEqual([[1, 2], null]);
    expect(rowSlice(0, [])).toEqual([]);
  });

  it('refuses what is outside of the scan', () => {
    expect(() => rowSlice(12, [3, 4, 5], 2)).toThrow(RangeError);
  });
});

const frame: AxisRange[] = [
  [0, 400],
  [0, 500],
];

describe('stackToGrid', () => {
  it.each<[ScanOrder, number, AxisRange[]]>([
    [
      'raster',
      3,
      [
        [0, 1],
        [3, 4],
      ],
    ],
    [
      'raster',
      9,
      [
        [2, 3],
        [1, 2],
      ],
    ],
    [
      'snake',
      9,
      [
        [2, 3],
        [1, 2],
      ],
    ],
    [
      'snake',
      7,
      [
        [1, 2],
        [0, 1],
      ],
    ],
    [
      'snake',
      6,
      [
        [1, 2],
        [1, 2],
      ],
    ],
  ])('%s over 3 x 4: point %i is at %j', (order, index, slice) => {
    expect(stackToGrid([[index, index + 1], ...frame], [3, 4], order)).toEqual([...slice, ...frame]);
    expect(stackToGrid([[index, index + 1]], [3, 4], order)).toEqual(slice);
  });

  it.each<[string, AxisRange[]]>([
    ['a point outside of the grid', [[12, 13]]],
    ['several points', [[3, 5]]],
    ['no range at all', []],
  ])('refuses %s', (_, slice) => {
    expect(() => stackToGrid(slice, [3, 4], 'raster')).toThrow(RangeError);
    expect(() => stackToGrid(slice, [3, 4], 'snake')).toThrow(RangeError);
  });
});
