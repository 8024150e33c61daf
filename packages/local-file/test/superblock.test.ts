import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSuperblock, readSuperblock, readWriterState, setEndOfFile, type Superblock } from '../src/index.js';
import { fixture } from './fixture.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'h5tail-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['legacy-superblock0.h5', 0, 'unknown'],
  ['legacy-superblock2.h5', 2, 'unknown'],
  ['dtypes.h5', 3, 'closed'],
  ['swmr-killed.h5', 3, 'swmr-writing'],
  ['open-for-writing.h5', 3, 'writing'],
])('reads %s', (name, version, writer) => {
  const { superblock, fileSize } = readSuperblock(fixture(name));
  expect(superblock).toMatchObject({ version, writer, offset: 0, baseAddress: 0, checksumValid: true });
  // A killed SWMR writer leaves the end of the file where it was when SWMR mode began.
  if (writer === 'swmr-writing') expect(superblock?.endOfFile).toBeLessThan(fileSize);
  else expect(superblock?.endOfFile).toBe(fileSize);
});

test('sees a wrong checksum', () => {
  expect(readSuperblock(fixture('corrupt-superblock.h5')).superblock?.checksumValid).toBe(false);
});

test('finds a superblock behind a user block', () => {
  const path = join(folder, 'user-block.h5');
  writeFileSync(path, Buffer.concat([Buffer.alloc(1024, 'x'), readFileSync(fixture('swmr-killed.h5'))]));
  const without = readSuperblock(fixture('swmr-killed.h5')).superblock as Superblock;
  // The addresses in the file know nothing of the user block; HDF5 corrects them in the same way.
  expect(readSuperblock(path).superblock).toEqual({
    ...without,
    offset: 1024,
    endOfFile: (without.endOfFile as number) + 1024,
  });
});

test('the end of a file that was written behind a user block counts from the beginning', () => {
  const bytes = new Uint8Array(readFileSync(fixture('dtypes.h5')).subarray(0, 48));
  new DataView(bytes.buffer).setBigUint64(12, 512n, true);
  expect(parseSuperblock(bytes, 512)?.endOfFile).toBe(readSuperblock(fixture('dtypes.h5')).superblock?.endOfFile);
});

test('says that there is none', () => {
  expect(readSuperblock(fixture('not-hdf5.h5')).superblock).toBeUndefined();
  expect(readSuperblock(fixture('empty.h5'))).toMatchObject({ superblock: undefined, fileSize: 0 });
  expect(readWriterState(join(folder, 'missing.h5'))).toBe('unknown');
});

test('needs all of its bytes', () => {
  const bytes = readFileSync(fixture('dtypes.h5'));
  expect(parseSuperblock(bytes.subarray(0, 48))).toMatchObject({ version: 3, length: 48 });
  for (let length = 0; length < 48; length++) expect(parseSuperblock(bytes.subarray(0, length))).toBeUndefined();
});

test('an address with all bits set is none', () => {
  const bytes = Uint8Array.from(readFileSync(fixture('dtypes.h5')).subarray(0, 48));
  bytes.fill(0xff, 28, 36);
  expect(parseSuperblock(bytes)?.endOfFile).toBeUndefined();
});

test('another end of file comes with the checksum that goes with it', () => {
  const bytes = readFileSync(fixture('swmr-killed.h5'));
  const superblock = parseSuperblock(bytes) as Superblock;
  const changed = setEndOfFile(bytes, superblock, bytes.length) as Uint8Array;
  expect(parseSuperblock(changed)).toEqual({ ...superblock, endOfFile: bytes.length, checksumValid: true });
  expect(setEndOfFile(bytes, superblock, superblock.endOfFile as number)).toEqual(
    Uint8Array.from(bytes.subarray(0, 48)),
  );
  const old = readFileSync(fixture('legacy-superblock0.h5'));
  expect(setEndOfFile(old, parseSuperblock(old) as Superblock, 1)).toBeUndefined();
});
