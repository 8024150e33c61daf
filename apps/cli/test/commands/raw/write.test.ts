import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fromRawFile } from '@h5tail/larpix-raw';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { binaryOf, inputLines, readRawFile, testMessages, writeRawFile } from './raw-files.js';

const messages = testMessages(2500);

describe.each(testBackends)('raw write on $name', ({ createAdapter }) => {
  const path = join(temporaryFolder(), 'raw.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  beforeEach(() => rmSync(path, { force: true }));

  async function write(input: string | Buffer, ...flags: string[]) {
    const stdin = Readable.from(
      [...chunks(Buffer.from(input))].map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    );
    const process = new FakeProcess({ adapter, stdin });
    const exitCode = await process.run('raw', 'write', path, ...flags);
    return { exitCode, process };
  }

  it.each([
    ['ndjson', inputLines(messages)],
    ['binary', binaryOf(messages)],
  ])('appends %s to a new file and to an existing one', async (format, input) => {
    const first = await write(input, '--input', format, '--io-version', '0.0');
    expect(first.process.stderr.lines).toEqual([`h5tail: 2500 messages written, ${path} has 2500 and is closed`]);
    expect([first.exitCode, first.process.stdout.text]).toEqual([0, '']);
    const second = await write(input, '--input', format, '--sync');
    expect(second.process.stderr.lines).toEqual([`h5tail: 2500 messages written, ${path} has 5000 and is closed`]);
    expect(await readRawFile(path, adapter)).toEqual([...messages, ...messages]);
    expect((await fromRawFile(path, { adapter, end: 0 })).ioVersion).toBe('0.0');
  });

  it('creates an empty file from an empty input', async () => {
    const { exitCode } = await write('', '--ack');
    expect(exitCode).toBe(0);
    expect(await readRawFile(path, adapter)).toEqual([]);
  });

  it('prints what is durable after each flush', async () => {
    await writeRawFile(path, adapter, messages.slice(0, 3));
    const { exitCode, process } = await write(inputLines(messages), '--ack', '--batch', '1000', '--flush-ms', 'inf');
    expect(exitCode).toBe(0);
    const totals = (process.output as { durable: number }[]).map(({ durable }) => durable);
    expect(process.stdout.lines[0]).toMatch(/^\{"durable": \d+\}$/);
    expect(totals.length).toBeGreaterThanOrEqual(2);
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect(new Set(totals).size).toBe(totals.length);
    expect(totals[0]).toBeGreaterThanOrEqual(1003);
    expect(totals.at(-1)).toBe(2503);
  });

  it('flushes what waits, by time, and tells of it', async () => {
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    const done = process.run('raw', 'write', path, '--ack', '--flush-ms', '5');
    for (let i = 1; i <= 3; i++) {
      stdin.write(inputLines(messages.slice(i - 1, i)));
      await expect.poll(() => process.output.at(-1), { interval: 1 }).toEqual({ durable: i });
      expect(await readRawFile(path, adapter)).toEqual(messages.slice(0, i));
    }
    stdin.end();
    expect(await done).toBe(0);
    expect(process.output).toEqual([{ durable: 1 }, { durable: 2 }, { durable: 3 }]);
  });

  it('writes everything before a bad line, and names it', async () => {
    const input = `${inputLines(messages.slice(0, 1500))}{"io_group": 1, "message": "zz"}\n${inputLines(messages)}`;
    const { exitCode, process } = await write(input, '--ack');
    expect(exitCode).toBe(1);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: 1500 messages written: stdin: line 1501: message "zz" has "z", which is no /),
    ]);
    expect(process.output.at(-1)).toEqual({ durable: 1500 });
    expect(await readRawFile(path, adapter)).toEqual(messages.slice(0, 1500));
  });

  it('writes everything before an input that ends in a message, and names its byte', async () => {
    const whole = binaryOf(messages.slice(0, 1500));
    const input = Buffer.concat([whole, binaryOf(messages.slice(1, 2)).subarray(0, -1)]);
    const { exitCode, process } = await write(input, '--input', 'binary');
    expect(exitCode).toBe(1);
    expect(process.stderr.text).toContain(`1500 messages written: stdin: byte ${whole.length}: the input ends in a`);
    expect(await readRawFile(path, adapter)).toEqual(messages.slice(0, 1500));
  });

  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('at %s writes what was read and closes the file', async (signal, exitCode, words) => {
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    const done = process.run('raw', 'write', path, '--ack', '--batch', '10', '--flush-ms', 'inf');
    stdin.write(inputLines(messages.slice(0, 10)));
    await expect.poll(() => process.output).toEqual([{ durable: 10 }]);
    stdin.write(`${inputLines(messages.slice(10, 13))}{"io`);
    process.stop(signal);
    expect(await done).toBe(exitCode);
    expect(process.stderr.lines).toEqual([
      `h5tail: ${words}; 13 messages written, ${path} has 13 and is closed; the last 4 bytes of stdin are no whole message`,
    ]);
    expect(process.output.at(-1)).toEqual({ durable: 13 });
    expect(await readRawFile(path, adapter)).toEqual(messages.slice(0, 13));
  });

  const left = join(path, '..', 'left.h5');
  it.each<[string, () => void, string]>([
    ['removed', () => rmSync(path), 'the file was removed or renamed while it was written'],
    ['renamed', () => renameSync(path, left), 'the file was removed or renamed while it was written'],
    [
      'replaced',
      () => {
        copyFileSync(path, left);
        renameSync(left, path);
      },
      'another file took the place of this one while it was written',
    ],
  ])('ends at the next flush where its file was %s, also while stdin stays open', async (_, change, words) => {
    for (const flags of [['--ack'], []]) {
      rmSync(path, { force: true });
      const stdin = new PassThrough();
      const process = new FakeProcess({ adapter, stdin });
      const done = process.run('raw', 'write', path, '--batch', '10', '--flush-ms', 'inf', ...flags);
      stdin.write(inputLines(messages.slice(0, 10)));
      await expect
        .poll(async () => existsSync(path) && (await readRawFile(path, adapter).catch(() => [])).length)
        .toBe(10);
      change();
      stdin.write(inputLines(messages.slice(10, 20)));
      expect(await done).toBe(1);
      const remedy = 'Write the messages again, unless the file that was written has another name now';
      expect(process.stderr.lines).toEqual([`h5tail: 20 messages written: ${path}: ${words}. ${remedy}`]);
      expect(process.output).toEqual(flags.length === 0 ? [] : [{ durable: 10 }]);
    }
  });

  it('looks for its file at the end too', async () => {
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    const done = process.run('raw', 'write', path, '--ack', '--batch', '10');
    stdin.write(inputLines(messages.slice(0, 10)));
    await expect.poll(() => process.output).toEqual([{ durable: 10 }]);
    rmSync(path);
    stdin.end();
    expect(await done).toBe(1);
    expect(process.stderr.text).toContain('the file was removed or renamed while it was written');
  });

  it('says that the folder of a new file is missing', async () => {
    const folder = join(path, '..', 'no');
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'write', join(folder, 'raw.h5'))).toBe(1);
    expect(process.stderr.lines).toEqual([
      `h5tail: ${folder}: there is no such folder. Make it first, or choose another one`,
    ]);
  });

  it('goes on when nobody reads the acknowledgements any more', async () => {
    const stdin = Readable.from([inputLines(messages)], { objectMode: false });
    const process = new FakeProcess({ adapter, stdin });
    process.stdout.failure = 'EPIPE';
    expect(await process.run('raw', 'write', path, '--ack', '--batch', '100')).toBe(0);
    expect(await readRawFile(path, adapter)).toEqual(messages);
  });

  it('does not wait for a reader of the acknowledgements that is behind, and tells the newest', async () => {
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    process.stdout.block();
    const done = process.run('raw', 'write', path, '--ack', '--batch', '1');
    for (const message of messages) stdin.write(inputLines([message]));
    stdin.end();
    await expect.poll(async () => (await readRawFile(path, adapter).catch(() => [])).length).toBe(messages.length);
    process.stop('SIGTERM');
    expect(await done).toBe(143);
  });

  it('refuses a file of another io_version, and one that somebody else writes, before it reads stdin', async () => {
    await write('', '--io-version', '0.0');
    const other = await write(inputLines(messages), '--io-version', '0.1');
    expect(other.exitCode).toBe(1);
    expect(other.process.stderr.lines).toEqual([expect.stringContaining("the file has io_version '0.0'")]);
    const stdin = new PassThrough();
    const first = new FakeProcess({ adapter, stdin });
    const done = first.run('raw', 'write', path, '--ack', '--batch', '1');
    stdin.write(inputLines(messages.slice(0, 1)));
    await expect.poll(() => first.output).toEqual([{ durable: 1 }]);
    const second = await write(inputLines(messages));
    expect(second.exitCode).toBe(1);
    stdin.end();
    expect(await done).toBe(0);
    expect(await readRawFile(path, adapter)).toEqual(messages.slice(0, 1));
  });
});

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}
