import { mkdtempSync, rmSync, truncateSync, copyFileSync, appendFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileMode } from '@h5tail/adapter';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFile, readSuperblock } from '../src/index.js';
import { fixture } from './fixture.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const cases: readonly [name: string, mode: FileMode, swmr: boolean, code: string | undefined][] = [
  ['dtypes.h5', 'r', false, undefined],
  ['dtypes.h5', 'r', true, undefined],
  ['dtypes.h5', 'r+', false, undefined],
  ['dtypes.h5', 'r+', true, undefined],
  ['legacy-superblock0.h5', 'r', true, undefined],
  ['legacy-superblock0.h5', 'r+', false, undefined],
  ['legacy-superblock0.h5', 'r+', true, 'NOT_SWMR_WRITABLE'],
  ['legacy-superblock2.h5', 'r+', true, 'NOT_SWMR_WRITABLE'],
  ['swmr-killed.h5', 'r', true, undefined],
  ['swmr-killed.h5', 'r', false, 'FILE_LOCKED'],
  ['swmr-killed.h5', 'r+', false, 'FILE_LOCKED'],
  ['open-for-writing.h5', 'r', true, 'NOT_SWMR_READABLE'],
  ['open-for-writing.h5', 'r', false, 'FILE_LOCKED'],
  ['empty.h5', 'r', true, 'NOT_HDF5'],
  ['not-hdf5.h5', 'r', true, 'NOT_HDF5'],
  ['truncated.h5', 'r', true, 'TRUNCATED_FILE'],
  ['corrupt-superblock.h5', 'r', true, 'CORRUPT_FILE'],
  ['missing.h5', 'r', true, 'FILE_NOT_FOUND'],
  ['dtypes.h5/below', 'r', true, 'FILE_NOT_FOUND'],
  ['.', 'r', true, 'NOT_A_FILE'],
];

test.each(cases)('%s in mode %s, swmr %s: %s', async (name, mode, swmr, code) => {
  const path = fixture(name);
  const check = checkFile(path, { mode, swmr });
  if (code === undefined) await check;
  else await expect(check).rejects.toMatchObject({ code, file: path, remedy: expect.any(String) });
});

test('a pipe is refused, not opened: opening it would wait for ever', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  await expect(checkFile(path, { mode: 'r', swmr: true })).rejects.toMatchObject({ code: 'NOT_A_FILE' });
});

test('a file that is only just being closed is looked at again', async () => {
  const path = join(folder, 'closing.h5');
  copyFileSync(fixture('dtypes.h5'), path);
  truncateSync(path, 1000);
  const check = checkFile(path, { mode: 'r', swmr: true });
  // Before the check has gone through its attempts the missing bytes arrive; their content does not matter here.
  appendFileSync(path, Buffer.alloc(100_000));
  await check;
});

test('what lies beyond the end of a file that is being written in SWMR mode may not be written yet', async () => {
  const path = join(folder, 'growing.h5');
  copyFileSync(fixture('swmr-killed.h5'), path);
  truncateSync(path, (readSuperblock(path).superblock?.endOfFile ?? 0) - 1);
  await checkFile(path, { mode: 'r', swmr: true });
});

test('an abort ends the wait with its reason', async () => {
  const reason = new Error('enough');
  const check = checkFile(fixture('truncated.h5'), { mode: 'r', swmr: true, signal: AbortSignal.abort(reason) });
  await expect(check).rejects.toBe(reason);
});
