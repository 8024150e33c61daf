import { describe, expect, it } from 'vitest';
import { ScanShape } from '../src/scan-shape.js';

describe('ScanShape', () => {
  it('is the maximum shape where there is one', () => {
    const scan = new ScanShape({ rank: 2, maxShape: [5, 10] });
    expect(scan.widen([2, 3])).toBe(Infinity);
    expect(scan.extents).toEqual([5, 10]);
    expect(scan.size).toBe(50);
  });

  it.each<[(number | null)[], number]>([
    [[null, 10], Infinity],
    [[], 1],
    [[null, 0], 0],
    [[0], 0],
  ])('of %j has %j points', (maxShape, size) => {
    expect(new ScanShape({ rank: maxShape.length, maxShape }).size).toBe(size);
  });

  it('takes the current extents along unlimited axes, those of the widest key', () => {
    const scan = new ScanShape({ rank: 2, maxShape: [null, null] });
    scan.widen([2, 3]);
    scan.widen([1, 4]);
    scan.widen([1, 1]);
    expect(scan.extents).toEqual([2, 4]);
  });

  it('says which indices keep their position', () => {
    const scan = new ScanShape({ rank: 3, maxShape: [null, null, null] });
    expect(scan.widen([1, 2, 4])).toBe(0);
    expect(scan.widen([9, 2, 4])).toBe(Infinity);
    expect(scan.widen([9, 3, 4])).toBe(8);
    expect(scan.widen([9, 4, 5])).toBe(4);
  });
});
