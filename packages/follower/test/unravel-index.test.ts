import { describe, expect, it } from 'vitest';
import { unravelIndex } from '../src/unravel-index.js';

describe('unravelIndex', () => {
  it.each([
    [0, [3, 4, 5], 2, [0, 0]],
    [5, [3, 4, 5], 2, [1, 1]],
    [11, [3, 4, 5], 2, [2, 3]],
    [59, [3, 4, 5], 3, [2, 3, 4]],
    [1_000_000, [null, 1000], 2, [1000, 0]],
    [7, [null], 1, [7]],
    [0, [], 0, []],
    [2 ** 53 - 2, [null, 2 ** 40], 2, [8191, 2 ** 40 - 2]],
  ])('%j of %j, rank %j', (index, shape, rank, position) => {
    expect(unravelIndex(index, shape, rank)).toEqual(position);
  });

  it('takes the rank of the shape by default', () => {
    expect(unravelIndex(23, [2, 3, 4])).toEqual([1, 2, 3]);
  });

  it.each([
    ['beyond the shape', 12, [3, 4, 5], 2],
    ['beyond the one point', 1, [], 0],
    ['below zero', -1, [3], 1],
    ['no whole number', 0.5, [3], 1],
    ['more axes than there are', 0, [3], 2],
    ['a fast axis without an extent', 0, [3, null], 2],
    ['a fast axis of extent 0', 0, [3, 0], 2],
  ])('refuses %s', (_, index, shape, rank) => {
    expect(() => unravelIndex(index, shape, rank)).toThrow(RangeError);
  });
});
