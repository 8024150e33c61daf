import { getEventListeners } from 'node:events';
import { Hdf5Error } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from './simulated-clock.js';
import { retryWhileGrowing } from '../src/retry-while-growing.js';

const notYet = new Hdf5Error('TRANSIENT_READ', 'not yet');

describe('retryWhileGrowing', () => {
  it('does not sleep where the first try works', async () => {
    const clock = new SimulatedClock();
    const result = await retryWhileGrowing(async (number) => number, { budgetMs: 2000, clock, signal: undefined });
    expect([result, clock.sleeps]).toEqual([0, []]);
  });

  it('tries again after 1 ms, 2 ms, 4 ms, and so on', async () => {
    const clock = new SimulatedClock();
    const attempt = async (number: number): Promise<number> => {
      if (number < 9) throw notYet;
      return number;
    };
    expect(await retryWhileGrowing(attempt, { budgetMs: 2000, clock, signal: undefined })).toBe(9);
    expect(clock.sleeps).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
  });

  it('throws the last fault when the budget is spent', async () => {
    const clock = new SimulatedClock();
    let tries = 0;
    const attempt = (): Promise<never> => Promise.reject(new Hdf5Error('TRANSIENT_READ', `try ${tries++}`));
    await expect(retryWhileGrowing(attempt, { budgetMs: 100, clock, signal: undefined })).rejects.toMatchObject({
      message: 'try 7',
    });
    expect(clock.now()).toBe(100);
  });

  it('tries once without a budget', async () => {
    const clock = new SimulatedClock();
    const attempt = (): Promise<never> => Promise.reject(notYet);
    await expect(retryWhileGrowing(attempt, { budgetMs: 0, clock, signal: undefined })).rejects.toBe(notYet);
    expect(clock.sleeps).toEqual([]);
  });

  it.each([new Hdf5Error('OUT_OF_RANGE', 'never'), new TypeError('a mistake')])('throws %s at once', async (fault) => {
    const clock = new SimulatedClock();
    const attempt = (): Promise<never> => Promise.reject(fault);
    await expect(retryWhileGrowing(attempt, { budgetMs: 100, clock, signal: undefined })).rejects.toBe(fault);
    expect(clock.sleeps).toEqual([]);
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const clock = new SimulatedClock();
    clock.at(20, () => controller.abort('enough'));
    const attempt = (): Promise<never> => Promise.reject(notYet);
    const { signal } = controller;
    await expect(retryWhileGrowing(attempt, { budgetMs: 100, clock, signal })).rejects.toBe('enough');
    expect(clock.now()).toBe(20);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
