import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type AddChannelOptions, type Mth5File } from '@h5tail/mth5';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';

const start = '2026-01-01T00:00:00';
const site = { survey: 's', station: 'mt01', run: 'a' } as const;
const place = ['--survey', 's', '--station', 'mt01', '--run', 'a'];

describe.each(testBackends)('mth5 append on $name', ({ createAdapter }) => {
  const path = join(temporaryFolder(), 'site.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });
  beforeEach(() => rmSync(path, { force: true }));

  /** A run of channels at 10 samples per second. */
  async function make(channels: Readonly<Record<string, Partial<AddChannelOptions>>>): Promise<void> {
    await using file = await openMth5(path, { adapter, mode: 'w' });
    const run = await (await (await file.addSurvey('s')).addStation('mt01')).addRun('a');
    for (const [name, options] of Object.entries(channels)) {
      await run.addChannel(name, { sampleRate: 10, start, chunk: 16, ...options });
    }
  }

  async function append(input: string | Buffer | readonly Buffer[], ...flags: string[]) {
    const pieces = typeof input === 'string' ? [Buffer.from(input)] : Buffer.isBuffer(input) ? [input] : input;
    const stdin = Readable.from(pieces, { objectMode: false });
    const process = new FakeProcess({ adapter, stdin });
    const exitCode = await process.run('mth5', 'append', path, ...place, ...flags);
    return { exitCode, process, stderr: process.stderr.text };
  }

  async function read(look: (file: Mth5File) => Promise<unknown>): Promise<unknown> {
    await using file = await openMth5(path, { adapter, mode: 'r' });
    return await look(file);
  }

  const samplesOf = (run = 'a'): Promise<unknown> =>
    read(async (file) => {
      const { channels } = await (await file.run({ ...site, run })).read();
      return Object.fromEntries(
        Object.entries(channels).map(([name, values]) => [name, Array.from(values as Float64Array)]),
      );
    });

  it('appends lines of JSON, and tells at the end what came of them', async () => {
    await make({ ex: {}, ey: { dtype: 'f8' } });
    const lines = [
      '\uFEFF{"ex": [1, 2], "ey": [0.5, null]}',
      '',
      '{"EY": ["NaN", "-Infinity", -0.0], "ex": [3, 4, 5]}',
      '{"ex": [], "ey": []}',
      '{"start": "2026-01-01T00:00:00.5", "ex": [6], "ey": [7]}',
    ].join('\n');
    const { exitCode, process, stderr } = await append(lines);
    expect([exitCode, process.output]).toEqual([0, [{ appended: 6, samples: 6, run: 'a' }]]);
    expect(stderr).toBe(`h5tail: 6 samples of each channel appended, run a has 6 and ${path} is closed\n`);
    expect(await samplesOf()).toEqual({ ex: [1, 2, 3, 4, 5, 6], ey: [0.5, NaN, NaN, -Infinity, -0, 7] });
    const more = await append('{"ex": [7], "ey": [8]}\n');
    expect(more.process.output).toEqual([{ appended: 1, samples: 7, run: 'a' }]);
  });

  it('appends bytes however they are cut, of different dtypes, in the order that is told', async () => {
    await make({ ex: {}, ey: { dtype: 'f4' }, hx: {}, hy: { dtype: 'f8' } });
    const count = 40;
    const stride = 8 + 4 + 4 + 4;
    const bytes = Buffer.alloc(count * stride);
    for (let index = 0; index < count; index++) {
      bytes.writeDoubleLE(index / 3, index * stride);
      bytes.writeInt32LE(-index, index * stride + 8);
      bytes.writeFloatLE(index / 2, index * stride + 12);
      bytes.writeInt32LE(index * 1_000_003, index * stride + 16);
    }
    const pieces = [0, 1, 19, 20, 21, 200, 201, bytes.length].map((end, at, ends) =>
      bytes.subarray(ends[at - 1] ?? 0, end),
    );
    const { exitCode, process } = await append(pieces, '--input', 'raw', '--channels', 'hy,hx,ey,ex');
    expect([exitCode, process.output]).toEqual([0, [{ appended: count, samples: count, run: 'a' }]]);
    const numbers = Array.from({ length: count }, (_, index) => index);
    expect(await samplesOf()).toEqual({
      ex: numbers.map((index) => index * 1_000_003),
      ey: numbers.map((index) => index / 2),
      hx: numbers.map((index) => 0 - index),
      hy: numbers.map((index) => index / 3),
    });
  });

  it('names the bytes that are left over at the end, and keeps the samples before them', async () => {
    await make({ ex: {}, ey: {} });
    const { exitCode, stderr, process } = await append(Buffer.alloc(8 * 5 + 3), '--input', 'raw');
    expect([exitCode, process.output]).toEqual([1, [{ appended: 5, samples: 5, run: 'a' }]]);
    expect(stderr).toMatch(
      /5 samples of each channel appended: stdin: byte 40: .*: 3 of its 8 bytes are left over\. Write/,
    );
    expect(await samplesOf()).toEqual({ ex: [0, 0, 0, 0, 0], ey: [0, 0, 0, 0, 0] });
  });

  it.each([
    ['[1]', 'no JSON object'],
    ['{"ex": [1]', 'is not JSON'],
    ['{"ex": [1]}', 'samples of ey are missing'],
    ['{"ex": [1, 2], "ey": [1]}', 'ex has 2 samples and ey has 1'],
    ['{"ex": 1, "ey": [1]}', '"ex" is no list of numbers'],
    ['{"ex": [1], "EX": [1], "ey": [1]}', '"ex" is there twice'],
    ['{"ex": [1], "ey": [1], "hz": [1]}', 'the run has no hz. Leave out what the run has no channel for'],
    ['{"ex": [1.5], "ey": [1]}', 'sample 0 is 1.5, which int32 does not hold'],
    ['{"ex": [0, "1"], "ey": [1, 2]}', 'sample 1 of "ex" is "1", which is no number'],
    ['{"ex": [[3]], "ey": [1]}', 'sample 0 of "ex" is [3], which is no number'],
    ['{"ex": [1], "ey": [1], "ex": [2]}', 'has a key twice'],
    ['{"ex": [null], "ey": [1]}', 'sample 0 is NaN, which int32 does not hold'],
    ['{"start": "soon", "ex": [1], "ey": [1]}', '"soon" is not a time'],
    ['{"start": 7, "ex": [1], "ey": [1]}', '"start" is no time as text'],
    ['{"start": "2026-01-01T00:00:00", "ex": [1], "ey": [1]}', 'before the end of those that are there'],
    ['{"start": "2026-01-01T00:00:09", "ex": [1], "ey": [1]}', '--gaps'],
    ['{"__proto__": [1], "ex": [1], "ey": [1]}', 'the run has no __proto__'],
    ['\u0000', 'is not JSON'],
  ])('ends at the line %s, which it names, with all before it durable', async (line, words) => {
    await make({ ex: {}, ey: {} });
    const { exitCode, process, stderr } = await append(
      `{"ex": [1], "ey": [2]}\n{"ex": [3], "ey": [4]}\n${line}\n{"ex": [5], "ey": [6]}\n`,
      '--ack',
    );
    expect([exitCode, process.output.at(-1)]).toEqual([1, { durable: 2 }]);
    expect(stderr).toContain('h5tail: 2 samples of each channel appended: stdin: line 3: ');
    expect(stderr).toContain(words);
    expect(stderr.split('\n').length).toBe(2);
    expect(await samplesOf()).toEqual({ ex: [1, 3], ey: [2, 4] });
  });

  it.each([
    ['nan', [1, NaN, NaN, 4]],
    ['mean', [1, 2.5, 2.5, 4]],
    ['median', [1, 2.5, 2.5, 4]],
    ['-7', [1, -7, -7, 4]],
  ])('fills gaps with %s', async (fill, ex) => {
    await make({ ex: { dtype: 'f8' } });
    const lines = '{"ex": [1]}\n{"start": "2026-01-01T00:00:00.3", "ex": [4]}\n';
    const { exitCode, process } = await append(lines, `--gaps=${fill}`);
    expect([exitCode, process.output]).toEqual([0, [{ appended: 4, samples: 4, run: 'a' }]]);
    expect(await samplesOf()).toEqual({ ex });
  });

  it('fills no gap that is longer than it may be', async () => {
    await make({ ex: {} });
    const lines = '{"ex": [1]}\n{"start": "2026-01-01T00:00:03", "ex": [4]}\n';
    const { exitCode, stderr } = await append(lines, '--gaps', '0', '--max-gap', '2');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/line 2: .*more than the 2 s that are filled\. .*--max-gap/);
  });

  it('begins a run after a gap, and goes on in it', async () => {
    await make({ ex: {}, ey: {} });
    const lines = [
      '{"ex": [1], "ey": [1]}',
      '{"start": "2026-01-01T01:00:00", "ex": [2], "ey": [2]}',
      '{"ex": [3], "ey": [3]}',
      '{"start": "2026-01-01T01:00:00.2", "ex": [4], "ey": [4]}',
    ].join('\n');
    const { exitCode, process } = await append(lines, '--gaps', 'new-run', '--ack', '--flush-samples', '1');
    expect([exitCode, process.output.at(-1)]).toEqual([0, { durable: 3, run: 'b' }]);
    expect([await samplesOf(), await samplesOf('b')]).toEqual([
      { ex: [1], ey: [1] },
      { ex: [2, 3, 4], ey: [2, 3, 4] },
    ]);
    expect(await read(async (file) => (await file.runSummary()).map(({ run, start: from }) => [run, from]))).toEqual([
      ['a', '2026-01-01T00:00:00+00:00'],
      ['b', '2026-01-01T01:00:00+00:00'],
    ]);
  });

  it('takes now for the time of the first sample where nobody has told it', async () => {
    await make({ ex: { start: '1980-01-01' } });
    const before = Date.now();
    const { exitCode, stderr } = await append('{"ex": [1, 2]}\n');
    const after = Date.now();
    expect(exitCode).toBe(0);
    const told = /taken for (\S+), when it came in/.exec(stderr)?.[1] ?? '';
    expect(Date.parse(told)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(told)).toBeLessThanOrEqual(after + 1);
    const stored = (await read(async (file) => (await file.summary())[0]?.start)) as string;
    expect(Date.parse(stored)).toBe(Date.parse(told));
    // Now it has one.
    expect((await append('{"ex": [3]}\n')).stderr).not.toContain('taken for');
  });

  it('begins a channel that was added to others where these go on', async () => {
    await make({ ex: {} });
    await append('{"ex": [1, 2]}\n');
    const added = ['--channel', 'hy', '--sample-rate', '10'];
    expect(await new FakeProcess({ adapter }).run('mth5', 'add', 'channel', path, ...place, ...added)).toBe(0);
    const { exitCode, stderr } = await append('{"ex": [3], "hy": [4]}\n');
    expect([exitCode, stderr.includes('taken for')]).toEqual([0, false]);
    expect(await read(async (file) => (await file.summary()).map((row) => [row.component, row.start]))).toEqual([
      ['ex', '2026-01-01T00:00:00+00:00'],
      ['hy', '2026-01-01T00:00:00.200000+00:00'],
    ]);
  });

  it('refuses channels that do not go on at the same time, unless it is told one', async () => {
    await make({ ex: { dtype: 'f8' }, hy: { dtype: 'f8' } });
    await append('{"ex": [1], "hy": [1]}\n');
    await append('{"ex": [2, 3]}\n', '--channels', 'ex');
    const block = '{"ex": [4], "hy": [4]}\n';
    const { exitCode, stderr } = await append(block);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /the channels do not go on at the same time: ex at 2026-01-01T00:00:00\.300000\+00:00, hy at .*\. Tell .*--start/,
    );
    expect((await append(block, '--start', '2026-01-01T00:00:00.3', '--gaps', 'nan')).exitCode).toBe(0);
    expect(await samplesOf()).toEqual({ ex: [1, 2, 3, 4], hy: [1, NaN, NaN, 4] });
  });

  it('says what an integer cannot be filled with', async () => {
    await make({ ex: {} });
    const lines = '{"ex": [1]}\n{"start": "2026-01-01T00:00:00.3", "ex": [4]}\n';
    const { exitCode, stderr } = await append(lines, '--gaps', 'nan');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('a gap is not filled with NaN, which int32 does not hold');
  });

  it('takes the time that is given with --start or with the first block', async () => {
    await make({ ex: { start: '1980-01-01' } });
    const told = await append('{"ex": [1]}\n{"ex": [2]}\n', '--start', '2026-02-03T04:05:06.5');
    expect([told.exitCode, told.stderr.includes('taken for')]).toEqual([0, false]);
    const rows = (): Promise<unknown> =>
      read(async (file) => (await file.summary()).map((row) => [row.start, row.end]));
    expect(await rows()).toEqual([['2026-02-03T04:05:06.500000+00:00', '2026-02-03T04:05:06.600000+00:00']]);
  });

  it('acknowledges what is durable after each flush, while stdin stays open', async () => {
    await make({ ex: {}, ey: {} });
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    const done = process.run('mth5', 'append', path, ...place, '--ack', '--flush-seconds', '0');
    for (let count = 1; count <= 3; count++) {
      stdin.write(`{"ex": [${count}], "ey": [${-count}]}\n`);
      await expect.poll(() => process.output.at(-1), { interval: 1 }).toEqual({ durable: count });
      await using reader = await openMth5(path, { adapter, mode: 'r', swmr: true });
      expect(await (await reader.channel('s/mt01/a/ey')).length()).toBe(count);
    }
    stdin.end();
    expect(await done).toBe(0);
    expect(process.output).toEqual([{ durable: 1 }, { durable: 2 }, { durable: 3 }]);
  });

  it('ends where its file was removed, also while stdin stays open', async () => {
    await make({ ex: {} });
    const stdin = new PassThrough();
    const process = new FakeProcess({ adapter, stdin });
    const done = process.run('mth5', 'append', path, ...place, '--ack', '--flush-seconds', '0');
    stdin.write('{"ex": [1]}\n');
    await expect.poll(() => process.output.at(-1), { interval: 1 }).toEqual({ durable: 1 });
    rmSync(path);
    stdin.write('{"ex": [2]}\n');
    expect(await done).toBe(1);
    expect(process.stderr.text).toContain(
      'the file was removed or renamed while it was written. Write the samples again',
    );
  });

  it.each([
    [['--run', 'b'], 'there is no run b. There are a'],
    [['--station', 'mt02'], 'there is no station mt02. There are mt01'],
    [['--survey', 't'], 'there is no survey t. There are s'],
    [['--channels', 'ex,hz'], 'there is no hz. There are ex'],
  ])('names what there is where %j is not', async (flags, words) => {
    await make({ ex: {} });
    const [flag = ''] = flags;
    const named = flag === '--channels' ? place : place.filter((_, at) => place[at - (at % 2)] !== flag);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'append', path, ...named, ...flags)).toBe(1);
    expect(process.stderr.text).toContain(words);
    expect(process.stdout.text).toBe('');
  });

  it('refuses flags that make no sense with 2', async () => {
    for (const flags of [
      ['--gaps', 'zero'],
      ['--flush-samples', '0'],
      ['--flush-seconds', 'soon'],
      ['--input', 'csv'],
    ]) {
      const { exitCode, stderr } = await append('', ...flags);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${flags[0]} "${flags[1]}": give `)]);
    }
  });
});
