import { describe, expect, it } from 'vitest';
import { snakePosition, snakeRowPosition } from '../../src/coordinates/snake-position.js';
import { scanPosition, type ScanOrder } from '../../src/coordinates/scan-order.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { walkSnake } from './walk-snake.js';

const ofTwoRows = [
  [3, 4],
  [0, 1, 2, 3].map((column) => [0, column]),
  [3, 2, 1, 0].map((column) => [1, column]),
] as const;

describe('snakePosition', () => {
  it.each<[number[], number, number[]]>([
    [[3, 4], 3, [0, 3]],
    [[3, 4], 4, [1, 3]],
    [[3, 4], 6, [1, 1]],
    [[3, 4], 7, [1, 0]],
    [[3, 4], 8, [2, 0]],
    [[3, 4], 9, [2, 1]],
    [[2, 2, 3], 3, [0, 1, 2]],
    [[2, 2, 3], 5, [0, 1, 0]],
    [[2, 2, 3], 6, [1, 1, 0]],
    [[2, 2, 3], 9, [1, 0, 2]],
    [[2, 2, 3], 11, [1, 0, 0]],
  ])('over %j: %i is at %j', (shape, index, position) => {
    expect(snakePosition(index, shape)).toEqual(position);
  });

  it.each([[[3, 4, 5, 4]], [[3, 3, 3]], [[7]], [[1, 5]], [[5, 1]], [[2, 1, 3, 1, 2]]])(
    'over %j is where a walk gets to',
    (shape) => {
      const visited = walkSnake(shape);
      expect(visited.map((_, index) => snakePosition(index, shape))).toEqual(visited);
    },
  );

  it('takes the scan from the leading axes', () => {
    expect(snakePosition(4, [3, 4, 512, 512], 2)).toEqual([1, 3]);
  });

  it('goes on for ever along a slowest axis without a limit', () => {
    const [shape, ...rows] = ofTwoRows;
    expect(upTo(8).map((index) => snakePosition(index, [null, shape[1]]))).toEqual(rows.flat());
    expect(snakePosition(4_000_001, [null, 4])).toEqual([1_000_000, 1]);
  });

  it('refuses what is outside of the scan', () => {
    expect(() => snakePosition(12, [3, 4])).toThrow(RangeError);
    expect(() => snakePosition(-1, [3, 4])).toThrow(RangeError);
    expect(() => snakePosition(4, [3, null])).toThrow(RangeError);
  });
});

describe('snakeRowPosition', () => {
  it.each<[number[], number[]]>([
    [
      [3, 4],
      [4, 5, 6, 7],
    ],
    [
      [2, 2, 3],
      [3, 4, 5, 9, 10, 11],
    ],
    [[6], []],
  ])('over %j runs backwards at %j', (shape, backwards) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const rows = upTo(size).map((index) => snakeRowPosition(index, shape));
    expect(upTo(size).filter((index) => rows[index]?.reversed)).toEqual(backwards);
    expect(rows.map(({ position }) => position)).toEqual(walkSnake(shape));
  });
});

describe('scanPosition', () => {
  it('goes by the order', () => {
    expect(scanPosition(4, [3, 4], 'raster')).toEqual([1, 0]);
    expect(scanPosition(4, [3, 4], 'snake')).toEqual([1, 3]);
    expect(() => scanPosition(4, [3, 4], 'spiral' as ScanOrder)).toThrow(/'spiral' is not an order/);
  });
});
