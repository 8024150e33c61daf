import { describe, expect, it } from 'vitest';
import { adaptivePolling } from '../src/adaptive-polling.js';
import { SimulatedClock } from './simulated-clock.js';

const { signal } = new AbortController();

describe('adaptivePolling', () => {
  it('doubles from min to max without progress and falls back to min after progress', async () => {
    const clock = new SimulatedClock();
    const polling = adaptivePolling({ files: [], clock, pollIntervalMs: { min: 1, max: 50 } });
    for (const progress of [false, false, false, false, false, false, false, true]) {
      await polling.wait(Infinity, signal);
      polling.polled(progress);
    }
    await polling.wait(Infinity, signal);
    polling.polled(false);
    await polling.wait(Infinity, signal);
    polling.polled(false);
    await polling.wait(Infinity, signal);
    expect(clock.sleeps).toEqual([1, 2, 4, 8, 16, 32, 50, 50, 1, 1, 2]);
  });

  it('waits no longer than asked for', async () => {
    const clock = new SimulatedClock();
    const polling = adaptivePolling({ files: [], clock, pollIntervalMs: { min: 20, max: 50 } });
    await polling.wait(5, signal);
    expect(clock.sleeps).toEqual([5]);
  });

  it('ends with the signal', async () => {
    const polling = adaptivePolling({ files: [], clock: new SimulatedClock(), pollIntervalMs: { min: 1, max: 50 } });
    await expect(polling.wait(5, AbortSignal.abort('gone'))).rejects.toBe('gone');
  });
});
