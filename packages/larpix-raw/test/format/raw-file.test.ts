import { Hdf5Error, type ErrorCode } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { openForReading } from '../../src/format/raw-file.js';

async function faultOf(fault: Hdf5Error): Promise<unknown> {
  const adapter = interceptingAdapter(memoryAdapter(), { adapter: () => ({ open: () => Promise.reject(fault) }) });
  return openForReading('raw.h5', adapter).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const details = [{ function: 'H5F_open', message: 'no', major: 'File', minor: 'Bad' }];

describe('openForReading', () => {
  it.each<[ErrorCode, boolean, string]>([
    ['NOT_SWMR_READABLE', true, 'Try again when it has; '],
    ['FILE_LOCKED', false, 'Wait until it is closed; '],
  ])('names the repair of raw files where it fails with %s', async (code, retryable, begin) => {
    const cause = new Hdf5Error(code, 'so', { file: '/a/raw.h5', remedy: 'h5tail recover mends it', details });
    const error = await faultOf(cause);
    expect(error).toMatchObject({ code, retryable, file: '/a/raw.h5', details, cause });
    const remedy = `${begin}if no program writes it any more, repair it: h5tail raw repair`;
    expect(error).toMatchObject({ remedy, message: expect.not.stringContaining('recover') as string });
  });

  it('leaves other faults as they are', async () => {
    const cause = new Hdf5Error('CORRUPT_FILE', 'so', { file: '/a/raw.h5' });
    expect(await faultOf(cause)).toBe(cause);
  });
});
