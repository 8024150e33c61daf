import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { binaryOf, catLines, hexOf, testMessages, writeRawFile } from './raw-files.js';

describe.each(testBackends)('raw cat and raw len on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'raw.h5');
  const empty = join(folder, 'empty.h5');
  const messages = testMessages(2500);
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
    await writeRawFile(path, adapter, messages);
    await writeRawFile(empty, adapter, []);
  });

  it('prints a line of JSON per message', async () => {
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'cat', path)).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages));
    expect(process.stderr.text).toBe('');
  });

  it('prints hexadecimal digits and the binary format', async () => {
    const hex = new FakeProcess({ adapter });
    expect(await hex.run('raw', 'cat', path, '--format', 'hex')).toBe(0);
    expect(hex.stdout.lines).toEqual(messages.map(({ bytes }) => hexOf(bytes)));
    const binary = new FakeProcess({ adapter });
    expect(await binary.run('raw', 'cat', path, '--format', 'binary')).toBe(0);
    expect(Buffer.concat(binary.stdout.pieces)).toEqual(binaryOf(messages));
    expect(binary.stdout.text).toBe('');
  });

  it.each([
    [['--start', '2400'], 2400, 2500],
    [['--start', '-3'], 2497, 2500],
    [['--end', '3'], 0, 3],
    [['--start', '10', '--end', '-2480'], 10, 20],
    [['--start', '1020', '--end', '1030'], 1020, 1030],
    [['--start', '-9999', '--end', '2'], 0, 2],
    [['--start', '5', '--end', '5'], 5, 5],
    [['--start', '9999'], 2500, 2500],
  ])('prints the slice %j', async (flags, start, stop) => {
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'cat', path, ...flags)).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages.slice(start, stop), start));
  });

  it('prints nothing of an empty file', async () => {
    for (const format of ['ndjson', 'hex', 'binary']) {
      const process = new FakeProcess({ adapter });
      expect(await process.run('raw', 'cat', empty, '--format', format)).toBe(0);
      expect([process.stdout.text, process.stdout.pieces, process.stderr.text]).toEqual(['', [], '']);
    }
  });

  it('tells the number of messages', async () => {
    for (const [file, length] of [
      [path, 2500],
      [empty, 0],
    ] as const) {
      const process = new FakeProcess({ adapter });
      expect(await process.run('raw', 'len', file)).toBe(0);
      expect(process.stdout.text).toBe(`${length}\n`);
    }
  });

  it('ends cleanly when nobody reads its output any more', async () => {
    const process = new FakeProcess({ adapter });
    process.stdout.failure = 'EPIPE';
    expect(await process.run('raw', 'cat', path)).toBe(0);
    expect(process.stderr.text).toBe('');
  });

  it('fails where its output cannot be written', async () => {
    const process = new FakeProcess({ adapter });
    process.stdout.failure = 'ENOSPC';
    expect(await process.run('raw', 'cat', path, '--format', 'binary')).toBe(1);
    expect(process.stderr.lines).toEqual(['h5tail: cannot write the output: write ENOSPC']);
  });

  it('ends at a signal', async () => {
    const process = new FakeProcess({ adapter });
    process.stdout.onText = () => process.stop('SIGINT');
    expect(await process.run('raw', 'cat', path)).toBe(130);
    expect(process.stderr.lines).toEqual(['h5tail: interrupted']);
  });

  it.each(['cat', 'len', 'info', 'decode'])('refuses in raw %s what is no raw file', async (command) => {
    const missing = new FakeProcess({ adapter });
    expect(await missing.run('raw', command, join(folder, 'none.h5'))).toBe(1);
    expect(missing.stderr.lines).toEqual([expect.stringMatching(/^h5tail: .*none\.h5: there is no such file/)]);
    const other = join(folder, 'other.h5');
    const simulate = new FakeProcess({ adapter });
    expect(await simulate.run('simulate', other, '--frames', '1', '--overwrite')).toBe(0);
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', command, other)).toBe(1);
    expect(process.stderr.lines).toEqual([
      expect.stringContaining('this is no raw message file: it has no group /meta'),
    ]);
  });
});
