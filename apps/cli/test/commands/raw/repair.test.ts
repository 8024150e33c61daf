import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { RawFileWriter } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { readRawFile, testMessages, writeRawFile } from './raw-files.js';

const messages = testMessages(20);

describe.each(testBackends)('raw repair on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const killed = join(folder, 'killed.h5');
  let adapter: Hdf5Adapter;
  let process: FakeProcess;

  beforeAll(async () => {
    adapter = await createAdapter();
    // What a writer that is killed leaves behind is what is on the disk while it is there.
    const path = join(folder, 'live.h5');
    await using writer = await RawFileWriter.open(path, { adapter });
    await writer.append(
      messages.map(({ bytes }) => bytes),
      messages.map(({ ioGroup }) => ioGroup),
    );
    await writer.flush();
    copyFileSync(path, killed);
    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path)).toBe(1);
    expect(process.stderr.text).toMatch(/the file is being written: process \d+ /);
  });

  it('mends a file whose writer was killed, and says so', async () => {
    const path = join(folder, 'mended.h5');
    copyFileSync(killed, path);
    const before = readFileSync(path);
    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path, '--dry-run')).toBe(0);
    expect(process.stderr.text).toBe(`h5tail: ${path}: would be repaired: 20 messages\n`);
    expect(readFileSync(path)).toEqual(before);

    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'write', path)).toBe(1);
    expect(process.stderr.text).toContain('h5tail raw repair');

    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path)).toBe(0);
    expect(process.stderr.text).toBe(`h5tail: ${path}: repaired: 20 messages\n`);
    expect(process.stdout.lines).toEqual([expect.stringMatching(/^superblock: bytes 0 to 47 were 894844460d0a1a0a/)]);
    expect(await readRawFile(path, adapter)).toEqual(messages);

    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path)).toBe(0);
    expect(process.stderr.text).toBe(`h5tail: ${path}: nothing to repair: 20 messages\n`);
    expect(process.stdout.text).toBe('');
  });

  it('tells as JSON what it did', async () => {
    const path = join(folder, 'json.h5');
    copyFileSync(killed, path);
    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path, '--json')).toBe(0);
    expect(process.output).toEqual([
      {
        file: path,
        changed: true,
        length: 20,
        trimmed_messages: 0,
        trimmed_headers: 0,
        mended_collections: [],
        recovery: expect.objectContaining({
          outcome: 'recovered',
          formerWriter: 'swmr-writing',
          formerFlags: 5,
        }) as object,
      },
    ]);
  });

  it('tells of a file that is none, and of damage', async () => {
    const text = join(folder, 'text.h5');
    writeFileSync(text, 'no HDF5');
    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', text)).toBe(1);
    expect(process.stderr.text).toContain('this is not an HDF5 file');

    const path = join(folder, 'damaged.h5');
    await writeRawFile(path, adapter, testMessages(600));
    const bytes = readFileSync(path);
    // The size of the first object of the last collection.
    bytes.writeUInt32LE(5, bytes.lastIndexOf('GCOL', undefined, 'latin1') + 24);
    writeFileSync(path, bytes);
    process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'repair', path)).toBe(1);
    expect(process.stderr.text).toMatch(/message \d+ of 600 cannot be read/);
  });
});
