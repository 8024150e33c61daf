import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { lookup3 } from '@h5tail/local-file';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeClock } from '../../fake-clock.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { readRawFile, testMessages, writeRawFile } from './raw-files.js';

const messages = testMessages(5);

describe.each(testBackends)('a raw file whose writer was killed before SWMR mode, on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'my file.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
    await writeRawFile(path, adapter, messages);
    setOpenForWriting(path);
  });

  const command = `h5tail raw repair '${path}'`;

  it.each([
    ['cat', [path], 1],
    ['info', [path], 1],
    ['len', [path], 1],
    ['decode', [path], 1],
    ['merge', [join(folder, 'merged.h5'), path], 1],
    ['split', [path, '--max-messages', '2'], 1],
    ['follow', [path, '--timeout', '0'], 3],
    ['write', [path], 1],
  ] as const)('raw %s names the command that mends it, and no other', async (name, args, exitCode) => {
    const process = new FakeProcess({ adapter, clock: new FakeClock() });
    expect(await process.run('raw', name, ...args)).toBe(exitCode);
    const remedy = `if no program writes it any more, repair it: ${command}`;
    expect(process.stderr.lines).toEqual([expect.stringContaining(remedy)]);
    expect(process.stderr.text.endsWith(`${remedy}\n`)).toBe(true);
    expect(process.stderr.text).not.toContain('recover');
    expect(process.stdout.text).toBe('');
  });

  it('raw follow names it for a file that it follows already', async () => {
    const followed = join(folder, 'followed.h5');
    await writeRawFile(followed, adapter, messages);
    const process = new FakeProcess({ adapter });
    // It is looked at again before the follow ends.
    process.stdout.onText = () => setOpenForWriting(followed);
    const writer = openSync(followed, 'r+');
    expect(await process.run('raw', 'follow', followed, '--timeout', '0.3')).toBe(3);
    closeSync(writer);
    expect(process.stdout.lines).toHaveLength(5);
    expect(process.stderr.text).toMatch(/; last fault: .*, repair it: h5tail raw repair \S+followed\.h5\n$/);
    expect(process.stderr.text).not.toContain('recover');
  });

  it('is mended by that command', async () => {
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path, '--writer-gone')).toBe(0);
    expect(await readRawFile(path, adapter)).toEqual(messages);
  });
});

/** What a writer does that opens a file: it sets a flag in the superblock, over which there is a checksum. */
function setOpenForWriting(path: string): void {
  const superblock = readFileSync(path).subarray(0, 48);
  expect(superblock[8]).toBe(3);
  superblock[11] = 1;
  superblock.writeUInt32LE(lookup3(superblock.subarray(0, 44)), 44);
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, superblock, 0, superblock.length, 0);
  closeSync(descriptor);
}
