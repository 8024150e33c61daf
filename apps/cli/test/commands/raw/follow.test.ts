import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { RawFileWriter } from '@h5tail/larpix-raw';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { binaryOf, catLines, hexOf, testMessages, writeRawFile, type TestMessage } from './raw-files.js';

const messages = testMessages(60);

describe.each(testBackends)('raw follow on $name', ({ createAdapter }) => {
  const path = join(temporaryFolder(), 'raw.h5');
  let adapter: Hdf5Adapter;
  let process: FakeProcess;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  beforeEach(() => {
    rmSync(path, { force: true });
    process = new FakeProcess({ adapter });
  });

  function follow(...flags: string[]): Promise<number> {
    return process.run('raw', 'follow', path, ...flags);
  }

  async function append(writer: RawFileWriter, some: readonly TestMessage[]): Promise<void> {
    const ioGroups = some.map(({ ioGroup }) => ioGroup);
    await writer.append(
      some.map(({ bytes }) => bytes),
      ioGroups,
    );
    await writer.flush();
  }

  it('waits for the file, prints messages as they come, and ends when the writer closes it', async () => {
    const done = follow('--end-when-closed', '--timeout', '20');
    const writer = await RawFileWriter.open(path, { adapter, flushEveryMs: Infinity });
    for (let count = 10; count <= messages.length; count += 10) {
      await append(writer, messages.slice(count - 10, count));
      await expect.poll(() => process.stdout.lines.length, { interval: 1, timeout: 10_000 }).toBe(count);
    }
    await writer.close();
    expect(await done).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages));
    expect(process.stderr.lines).toEqual(['h5tail: 60 messages, closed: the writer has closed the file']);
  });

  it('ends well at the time-out where the file is closed', async () => {
    await writeRawFile(path, adapter, messages);
    expect(await follow('--timeout', '0.05')).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages));
    expect(process.stderr.lines).toEqual([
      'h5tail: 60 messages, closed: nothing new within 0.05 s, and the writer has closed the file',
    ]);
  });

  it('says at the time-out that the writer is still there, with 3', async () => {
    const writer = await RawFileWriter.open(path, { adapter });
    await append(writer, messages);
    expect(await follow('--timeout', '0.05')).toBe(3);
    expect(process.stdout.lines).toEqual(catLines(messages));
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(
        /^h5tail: 60 messages, idle time-out: nothing new within 0\.05 s; its writer is still there: process \d+ \(/,
      ),
    ]);
    await writer.close();
  });

  it('waits for a file in vain, with 3', async () => {
    expect(await follow('--timeout', '0.05')).toBe(3);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: 0 messages, idle time-out: .*raw\.h5 did not appear within 0\.05 s\./),
    ]);
  });

  it.each([
    ['50', 50],
    ['-5', 55],
    ['60', 60],
    ['-100', 0],
  ])('begins at --from %s', async (from, first) => {
    await writeRawFile(path, adapter, messages);
    expect(await follow('--from', from, '--timeout', '0')).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages.slice(first), first));
  });

  it('prints the other formats', async () => {
    await writeRawFile(path, adapter, messages);
    expect(await follow('--format', 'hex', '--timeout', '0')).toBe(0);
    expect(process.stdout.lines).toEqual(messages.map(({ bytes }) => hexOf(bytes)));
    process = new FakeProcess({ adapter });
    expect(await follow('--format', 'binary', '--timeout', '0')).toBe(0);
    expect(Buffer.concat(process.stdout.pieces)).toEqual(binaryOf(messages));
  });

  it('goes on through files that are closed between any two writes', async () => {
    await writeRawFile(path, adapter, messages.slice(0, 20));
    const done = follow('--timeout', '1');
    await expect.poll(() => process.stdout.lines.length).toBe(20);
    await writeRawFile(path, adapter, messages.slice(20, 40));
    await writeRawFile(path, adapter, messages.slice(40));
    expect(await done).toBe(0);
    expect(process.stdout.lines).toEqual(catLines(messages));
  });

  it('ends cleanly when nobody reads its output, and at a signal', async () => {
    await writeRawFile(path, adapter, messages);
    process.stdout.failure = 'EPIPE';
    expect(await follow('--timeout', 'inf')).toBe(0);
    expect(process.stderr.lines).toEqual(['h5tail: the reader of the output is gone']);
    process = new FakeProcess({ adapter });
    process.stdout.onText = () => process.stop('SIGTERM');
    expect(await follow('--timeout', 'inf')).toBe(143);
    expect(process.stderr.lines).toEqual(['h5tail: 60 messages, terminated']);
  });
});
