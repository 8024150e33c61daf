import { expect, it } from 'vitest';
import { RateMeter } from '../../src/terminal/rate-meter.js';

it('has no rate before there is a span of time', () => {
  const meter = new RateMeter();
  expect(meter.perSecond(0)).toBe(0);
  meter.mark(0);
  expect(meter.perSecond(0)).toBe(0);
});

it('tells the rate over the last seconds, whatever was before', () => {
  const meter = new RateMeter(1000);
  for (let time = 0; time < 5000; time += 100) meter.mark(time);
  expect(meter.perSecond(4900)).toBeCloseTo(10, 5);
  for (let time = 5000; time <= 8000; time += 10) meter.mark(time);
  expect(meter.perSecond(8000)).toBeCloseTo(100, 0);
  expect(meter.count).toBe(351);
});

it('falls while nothing comes', () => {
  const meter = new RateMeter(1000);
  for (let time = 0; time <= 1000; time += 100) meter.mark(time);
  expect(meter.perSecond(3000)).toBeLessThan(4);
});
