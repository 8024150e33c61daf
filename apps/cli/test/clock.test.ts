import { expect, it } from 'vitest';
import { sleepUntil, systemClock } from '../src/clock.js';
import { FakeClock } from './fake-clock.js';

const never = new AbortController().signal;

it('sleeps longer than a timer can', async () => {
  const clock = new FakeClock();
  await sleepUntil(3e9, clock, never);
  expect([clock.time, clock.pauses.length]).toEqual([3e9, 2]);
});

it('does not sleep for what is over', async () => {
  const clock = new FakeClock();
  await sleepUntil(0, clock, never);
  expect(clock.pauses).toEqual([]);
});

it('sleeps for a while, and rejects with the reason of an abort', async () => {
  const start = systemClock.now();
  await systemClock.sleep(2);
  expect(systemClock.now()).toBeGreaterThanOrEqual(start + 1);
  const stop = new AbortController();
  const sleeping = systemClock.sleep(3e9, stop.signal);
  stop.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});
