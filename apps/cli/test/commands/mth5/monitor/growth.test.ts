import { describe, expect, it } from 'vitest';
import { Growth } from '../../../../src/commands/mth5/monitor/growth.js';

describe('Growth', () => {
  it('knows no rate before it has seen two pieces come', () => {
    const growth = new Growth(1000, 0);
    expect(growth.rate).toBeUndefined();
    expect(growth.see(1000, 100)).toBe(false);
    expect(growth.see(1025, 200)).toBe(true);
    expect(growth.rate).toBeUndefined();
    expect(growth.see(1050, 450)).toBe(true);
    expect(growth.rate).toBe(100);
    expect(growth.samples).toBe(1050);
  });

  it('measures the last seconds only', () => {
    const growth = new Growth(0, 0);
    for (let second = 1; second <= 10; second++) growth.see(second * 1000, second * 1000);
    expect(growth.rate).toBe(1000);
    for (let second = 11; second <= 20; second++) growth.see(10_000 + (second - 10) * 10, second * 1000);
    expect(growth.rate).toBe(10);
  });

  it('is stalled after five seconds, or three of its longest pauses', () => {
    const growth = new Growth(0, 0);
    expect([growth.isStalled(4999), growth.isStalled(5000)]).toEqual([false, true]);
    growth.see(1, 6000);
    expect([growth.isStalled(10_999), growth.isStalled(11_000)]).toEqual([false, true]);
    growth.see(2, 16_000);
    expect([growth.isStalled(45_999), growth.isStalled(46_000)]).toEqual([false, true]);
    expect(growth.stallsAt).toBe(46_000);
  });
});
