import { describe, expect, it } from 'vitest';
import { chunkForResults } from '../../src/results/chunk-for-results.js';

describe('chunkForResults', () => {
  it.each<[string, (number | null)[], number[], number, number[]]>([
    ['a frame', [40, 60], [400, 500], 2, [1, 1, 400, 500]],
    ['a frame of float64', [40, 60], [400, 500], 8, [1, 1, 400, 500]],
    ['the scan for one element', [40, 60], [1], 8, [40, 60, 1]],
    ['the scan for 9 elements', [40, 60], [9], 8, [40, 60, 9]],
    ['a frame of 10 elements', [40, 60], [10], 8, [1, 1, 10]],
    ['the scan for scalars', [40, 60], [], 8, [40, 60]],
    ['1 KiB of scalars of an endless stack', [null], [], 8, [128]],
    ['1 KiB of bytes of an endless stack', [null], [], 1, [1024]],
    ['1 KiB of rows of an endless grid', [null, 60], [], 8, [3, 60]],
    ['one row of an endless grid where it has 1 KiB', [null, 600], [], 8, [1, 600]],
    ['1 KiB along the fastest endless axis', [null, null], [], 4, [1, 256]],
    ['1 KiB of small vectors', [null], [3], 4, [86, 3]],
    ['a small scan as it is', [5], [], 8, [5]],
    ['the only result', [], [], 8, []],
    ['an endless stack of frames', [null], [512, 512], 2, [1, 512, 512]],
  ])('takes %s', (_, scanMaxShape, frameShape, elementBytes, chunk) => {
    expect(chunkForResults(scanMaxShape, frameShape, elementBytes)).toEqual(chunk);
  });

  it.each<[string, (number | null)[], number[], number]>([
    ['a huge scan of scalars', [100_000, 100_000], [], 8],
    ['a huge stack of small vectors', [10_000_000], [9], 8],
    ['a very large frame', [100], [10_000, 10_000], 4],
    ['a very long line', [100], [100_000_000], 8],
  ])('keeps %s at about 1 MiB', (_, scanMaxShape, frameShape, elementBytes) => {
    const chunk = chunkForResults(scanMaxShape, frameShape, elementBytes);
    const bytes = chunk.reduce((product, extent) => product * extent, elementBytes);
    expect(bytes).toBeLessThan(2 * 2 ** 20);
    expect(bytes).toBeGreaterThanOrEqual(0.9 * 2 ** 20);
    const maximum = [...scanMaxShape, ...frameShape];
    chunk.forEach((extent, axis) => expect(extent).toBeLessThanOrEqual(maximum[axis] ?? Infinity));
  });
});
