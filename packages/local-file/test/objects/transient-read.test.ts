import { Hdf5Error, type ErrorCode } from '@h5tail/adapter';
import { expect, it, vi } from 'vitest';
import { readWhileWritten } from '../../src/objects.js';

const details = [{ function: 'H5B2_open', message: 'wrong checksum', major: 'B-Tree', minor: 'Unable to load' }];
const fault = (code: ErrorCode): Hdf5Error => new Hdf5Error(code, 'no sense', { file: 'a.h5', object: '/d', details });

/** Reads through these outcomes, one per attempt, and tells what came of it. */
async function read(outcomes: readonly (Hdf5Error | number)[], written = true): Promise<unknown> {
  const left = [...outcomes];
  const refresh = vi.fn<() => void>();
  const attempt = async (): Promise<number> => {
    const outcome = left.shift() as Hdf5Error | number;
    if (typeof outcome !== 'number') throw outcome;
    return outcome;
  };
  const result = await readWhileWritten({ attempt, refresh, isWritten: () => Promise.resolve(written) }).catch(
    (error: unknown) => error,
  );
  return { result, refreshed: refresh.mock.calls.length, left: left.length };
}

it('reads once where nothing is wrong', async () => {
  expect(await read([1, 2])).toEqual({ result: 1, refreshed: 0, left: 1 });
});

it('reads once more after a refresh', async () => {
  expect(await read([fault('CORRUPT_FILE'), 2])).toEqual({ result: 2, refreshed: 1, left: 0 });
});

it('says that a fault may pass while the writer is still at it', async () => {
  const cause = fault('IO');
  const { result } = (await read([fault('HDF5'), cause])) as { result: unknown };
  expect(result).toMatchObject({
    code: 'TRANSIENT_READ',
    retryable: true,
    file: 'a.h5',
    object: '/d',
    details: cause.details,
    cause,
  });
});

it('keeps a fault that stays after the writer has gone', async () => {
  const stays = fault('CORRUPT_FILE');
  expect(await read([fault('CORRUPT_FILE'), stays], false)).toMatchObject({ result: stays });
});

it('does not try again what is no matter of time', async () => {
  const missing = fault('OBJECT_NOT_FOUND');
  const ours = new Hdf5Error('CORRUPT_FILE', 'found without HDF5');
  expect(await read([missing, 2])).toEqual({ result: missing, refreshed: 0, left: 1 });
  expect(await read([ours, 2])).toEqual({ result: ours, refreshed: 0, left: 1 });
});
