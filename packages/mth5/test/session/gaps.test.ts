import { describe, expect, it } from 'vitest';
import { fillValue, gapBefore, gapSettings, requireFillable } from '../../src/session/gaps.js';

const second = 1_000_000_000n;
const place = { file: 'site.h5', object: '/ex' };

describe('a gap', () => {
  it.each([
    [0n, 0],
    [4_999_999n, 0],
    [5_000_000n, 0],
    [-5_000_000n, 0],
    [5_100_000n, 1],
    [10_000_000n, 1],
    [15_100_000n, 2],
    [second, 100],
    [86_400n * second, 8_640_000],
  ])('of %d ns at 100 samples per second is %d samples', (distance, samples) => {
    expect(gapBefore(10n * second, 10n * second + distance, 100, place)).toBe(samples);
  });

  it('is an overlap where more than half a sample is there already', () => {
    expect(() => gapBefore(10n * second, 10n * second - 5_100_000n, 100, place)).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', object: '/ex' }),
    );
    expect(() => gapBefore(10n * second, 9n * second, 100, place)).toThrow(/begin 100 samples before/u);
  });

  it('is filled only where that was asked for, and not without limit', () => {
    const fillable = (gap: number, policy: Parameters<typeof gapSettings>[0]) => () => {
      requireFillable(gap, 100, gapSettings(policy), place);
    };
    expect(fillable(1, {})).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
    expect(fillable(1, { fill: 0 })).not.toThrow();
    expect(fillable(360_000, { fill: 'nan' })).not.toThrow();
    expect(fillable(360_001, { fill: 'nan' })).toThrow(/3600 s/u);
    expect(fillable(101, { fill: 'nan', maxSeconds: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
  });

  it('is filled by the edges on both sides', () => {
    expect(fillValue('mean', [1, 2, 6, 7], false)).toBe(4);
    expect(fillValue('median', [1, 2, 6, 700], false)).toBe(4);
    expect(fillValue('median', [5, 1, 3], false)).toBe(3);
    expect(fillValue('mean', [1, 2], true)).toBe(2);
    expect(fillValue('nan', [], false)).toBeNaN();
    expect(fillValue(-7.5, [], false)).toBe(-7.5);
  });

  it('has a policy that makes sense', () => {
    expect(gapSettings()).toEqual({ fill: 'error', window: 10, maxSeconds: 3600 });
    expect(() => gapSettings({ fill: 'linear' as never })).toThrow(TypeError);
    expect(() => gapSettings({ window: 0 })).toThrow(RangeError);
    expect(() => gapSettings({ maxSeconds: -1 })).toThrow(RangeError);
  });
});
