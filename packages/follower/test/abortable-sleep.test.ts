import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { abortableSleep } from '../src/abortable-sleep.js';

describe('abortableSleep', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('resolves after its time', async () => {
    const sleep = abortableSleep(50).then(() => 'awake');
    await vi.advanceTimersByTimeAsync(49);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(sleep).resolves.toBe('awake');
  });

  it('rejects with the reason of the signal, and leaves no timer', async () => {
    const controller = new AbortController();
    const sleep = abortableSleep(50, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(sleep).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects at once with a signal aborted before', async () => {
    await expect(abortableSleep(50, AbortSignal.abort('gone'))).rejects.toBe('gone');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener', async () => {
    const { signal } = new AbortController();
    const sleep = abortableSleep(1, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await sleep;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('does not fire at once for a time that no timer can hold', async () => {
    const controller = new AbortController();
    const sleep = abortableSleep(Infinity, controller.signal);
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort('enough');
    await expect(sleep).rejects.toBe('enough');
  });
});
