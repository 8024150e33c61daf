import { Hdf5Error, type ErrorCode } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { TimedOut } from '../src/timed-out.js';
import { whenReadable } from '../src/when-readable.js';
import { FakeClock } from './fake-clock.js';

function failing(code: ErrorCode, times: number): () => Promise<string> {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(new Hdf5Error(code, 'not yet')) : Promise.resolve('open'));
}

const signal = new AbortController().signal;

describe('whenReadable', () => {
  it('tries again while a writer is not ready, less and less often', async () => {
    const clock = new FakeClock();
    const options = { waitForFile: false, timeoutMs: 10_000, clock, signal };
    expect(await whenReadable(failing('NOT_SWMR_READABLE', 8), options)).toBe('open');
    expect(clock.pauses).toEqual([5, 10, 20, 40, 80, 100, 100, 100]);
  });

  it('gives up when time is up, after a last try', async () => {
    const clock = new FakeClock();
    const options = { waitForFile: false, timeoutMs: 12, clock, signal };
    const fault: unknown = await whenReadable(failing('TRANSIENT_READ', 99), options).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TimedOut);
    expect(fault).toMatchObject({ timeoutMs: 12, fault: { code: 'TRANSIENT_READ' } });
    expect(clock.pauses).toEqual([5, 7]);
  });

  it.each(['FILE_NOT_FOUND', 'NOT_HDF5', 'TRUNCATED_FILE', 'OBJECT_NOT_FOUND', 'BROKEN_LINK'] as const)(
    'waits for a file with %s if told to',
    async (code) => {
      const clock = new FakeClock();
      const options = { timeoutMs: 100, clock, signal };
      const atOnce = whenReadable(failing(code, 2), { ...options, waitForFile: false });
      await expect(atOnce).rejects.toMatchObject({ code });
      expect(await whenReadable(failing(code, 2), { ...options, waitForFile: true })).toBe('open');
    },
  );

  it('never waits where waiting cannot help', async () => {
    const clock = new FakeClock();
    const options = { waitForFile: true, timeoutMs: 100, clock, signal };
    const missing = whenReadable(failing('WRONG_KIND', 1), options);
    await expect(missing).rejects.toMatchObject({ code: 'WRONG_KIND' });
    await expect(whenReadable(() => Promise.reject(new Error('other')), options)).rejects.toThrow('other');
    expect(clock.pauses).toEqual([]);
  });
});
