import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dtypes, Hdf5Error, openFile, type AnyData, type Dtype, type NumericArray } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { outputCommandLine } from '../../../src/commands/follow/results/output-command-line.js';
import { resultNames } from '../../../src/commands/follow/results/result-names.js';
import { FakeClock } from '../../fake-clock.js';
import { FakeProcess } from '../../fake-environment.js';
import { writeScan } from '../../memory-scan.js';

const path = '/scan.h5';
const follow = ['follow', path, '--keys', '/keys', '--data', '/data', '--output', '/out.h5'];

let disk: MemoryDisk;
let clock: FakeClock;
let process: FakeProcess;

beforeEach(() => {
  disk = new MemoryDisk();
  clock = new FakeClock();
  process = new FakeProcess({ disk, clock });
});

async function write(dtype: Dtype, data: NumericArray, keys: readonly number[], leaveOpen = false) {
  const frameShape = [data.length / keys.length];
  return writeScan(memoryAdapter({ disk }), path, { dtype, frameShape, data, keys, leaveOpen });
}

/** What the output has, read as another process would. */
async function outcome(result = 'data_sum') {
  await using file = await openFile('/out.h5', { adapter: memoryAdapter({ disk }), mode: 'r' });
  const read = async (name: string) => [...((await (await file.dataset(name)).read()).data as Int32Array)];
  return {
    values: await read(`/entry/results/${result}`),
    keys: await read('/entry/keys'),
    finished: await read('/entry/finished'),
    dtype: (await file.dataset(`/entry/results/${result}`)).dtype,
    writer: await file.writerState(),
  };
}

const four = Int16Array.of(1, 2, -3, 4, 5, 6, 7, 9);

describe('--output', () => {
  it('has a number for each frame, keys, the flag, and says how to follow it', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    expect(await process.run(...follow)).toBe(0);
    expect(await outcome()).toEqual({
      values: [3n, 1n, 11n, 16n],
      keys: [1, 1, 1, 1],
      finished: [1],
      dtype: dtypes.int64,
      writer: 'closed',
    });
    expect(process.stderr.lines).toEqual([
      'h5tail: follow the output with: h5tail follow /out.h5 --keys /entry/keys --data /entry/results/data_sum ' +
        '--finished /entry/finished',
      'h5tail: 4 frames, complete: every key is set',
    ]);
    expect(process.output).toHaveLength(4);
    expect(process.output[1]).toMatchObject({ index: 1, data: { '/data': { sum: 1, min: -3, max: 4, mean: 0.5 } } });
  });

  it('is what its first line says how to follow', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    await process.run(...follow, '--quiet');
    expect(process.stdout.text).toBe('');
    const second = new FakeProcess({ disk, clock });
    const words = process.stderr.lines[0]?.split('with: h5tail ')[1]?.split(' ') ?? [];
    expect(await second.run(...words, '--values')).toBe(0);
    const sums = (second.output as { data: Record<string, { values: number[] }> }[]).map(({ data }) => data);
    expect(sums.map((data) => data['/entry/results/data_sum']?.values)).toEqual([[3], [1], [11], [16]]);
  });

  it('is a NeXus file whose datasets say what they are', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    await process.run(...follow, '--data', '/keys', '--reduce', 'max');
    await using file = await openFile('/out.h5', { adapter: memoryAdapter({ disk }), mode: 'r' });
    const text = async (object: string, name: string): Promise<unknown> =>
      (await (await file.root.open(object)).attributes.get(name)).data;
    expect(await text('/entry', 'NX_class')).toEqual(['NXentry']);
    expect(await text('/entry/results', 'NX_class')).toEqual(['NXdata']);
    expect(await text('/entry/results', 'signal')).toEqual(['data_max']);
    expect(await text('/entry/results', 'auxiliary_signals')).toEqual(['keys_max']);
    expect(await text('/entry/results/data_max', 'long_name')).toEqual(['max of /data']);
    expect(await text('/entry/results/data_max', 'source')).toEqual(['/scan.h5:/data']);
  });

  it.each<[string, string, Dtype, NumericArray, unknown, (number | bigint)[]]>([
    [
      'sums of short integers',
      'sum',
      dtypes.uint32,
      Uint32Array.of(4294967295, 4294967295),
      dtypes.int64,
      [8589934590n],
    ],
    ['sums of long integers', 'sum', dtypes.uint64, BigUint64Array.of(2n ** 63n, 2n ** 63n), dtypes.float64, [2 ** 64]],
    ['sums of floats', 'sum', dtypes.float32, Float32Array.of(0.5, 0.25), dtypes.float64, [0.75]],
    ['means', 'mean', dtypes.int8, Int8Array.of(-1, 2), dtypes.float64, [0.5]],
    ['largest of short integers', 'max', dtypes.int8, Int8Array.of(-1, -2), dtypes.int64, [-1n]],
    [
      'largest of long integers',
      'max',
      dtypes.uint64,
      BigUint64Array.of(2n ** 64n - 1n, 1n),
      dtypes.uint64,
      [2n ** 64n - 1n],
    ],
    [
      'smallest of long integers',
      'min',
      dtypes.int64,
      BigInt64Array.of(-(2n ** 63n), 1n),
      dtypes.int64,
      [-(2n ** 63n)],
    ],
    ['smallest of floats', 'min', dtypes.float64, Float64Array.of(2, -0.5), dtypes.float64, [-0.5]],
    ['NaN', 'max', dtypes.float64, Float64Array.of(2, NaN), dtypes.float64, [NaN]],
    ['booleans', 'sum', dtypes.boolean, Uint8Array.of(1, 1), dtypes.int64, [2n]],
  ])('has %s', async (_, reduction, dtype, data, expectedDtype, values) => {
    await write(dtype, data, [1]);
    expect(await process.run(...follow, '--scan-rank', '1', '--reduce', reduction)).toBe(0);
    expect(await outcome(`data_${reduction}`)).toMatchObject({
      values,
      dtype: expectedDtype,
      keys: [1],
      finished: [1],
    });
  });

  it('has the sum of the region alone', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    expect(await process.run(...follow, '--reduce', 'roi-sum', '--region', '1')).toBe(0);
    expect(await outcome('data_roi_sum')).toMatchObject({ values: [2n, 4n, 6n, 9n] });
    expect(process.output[3]).toMatchObject({ data: { '/data': { shape: [], sum: 9 } } });
  });

  it.each([
    [['--every', '3'], [3n, 0n, 0n, 16n], [1, 0, 0, 1], '--skip-holes 0'],
    [['--partition', '1/2'], [0n, 1n, 0n, 16n], [0, 1, 0, 1], '--skip-holes 0'],
    [['--latest'], [0n, 0n, 0n, 16n], [0, 0, 0, 1], '--skip-holes 0'],
    [['--from', '2'], [0n, 0n, 11n, 16n], [0, 0, 1, 1], '--from 2'],
  ])('keeps the shape of the scan with %j', async (flags, values, keys, words) => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    expect(await process.run(...follow, ...flags)).toBe(0);
    expect(await outcome()).toMatchObject({ values, keys, finished: [1] });
    expect(process.stderr.lines[0]).toContain(` --finished /entry/finished ${words}`);
  });

  it('is written by a backend that can, where the chosen one cannot', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    const cannot = interceptingAdapter(memoryAdapter({ disk }), {
      group: () => ({
        createDataset: () => Promise.reject(new Hdf5Error('UNSUPPORTED', 'this backend creates no datasets')),
      }),
    });
    process = new FakeProcess({ disk, clock, native: async () => cannot });
    expect(await process.run(...follow, '--backend', 'native')).toBe(0);
    expect(await outcome()).toMatchObject({ values: [3n, 1n, 11n, 16n], finished: [1] });
  });

  it('leaves the key of what was passed over 0', async () => {
    await write(dtypes.int16, four, [1, 0, 1, 1]);
    expect(await process.run(...follow, '--skip-holes', 'end')).toBe(0);
    expect(await outcome()).toMatchObject({ values: [3n, 0n, 11n, 16n], keys: [1, 0, 1, 1], finished: [1] });
  });
});

describe('the end of an output', () => {
  it('does not set the flag at a time-out', async () => {
    await write(dtypes.int16, four, [1, 1, 0, 0], true);
    expect(await process.run(...follow, '--timeout', '1')).toBe(3);
    expect(await outcome()).toMatchObject({
      values: [3n, 1n, 0n, 0n],
      keys: [1, 1, 0, 0],
      finished: [0],
      writer: 'closed',
    });
  });

  it('has all that came when it is interrupted', async () => {
    await write(dtypes.int16, four, [1, 1, 0, 0], true);
    process.stdout.onText = (text) => {
      if (text.includes('"index": 1')) process.stop('SIGINT');
    };
    expect(await process.run(...follow)).toBe(130);
    expect(await outcome()).toMatchObject({
      values: [3n, 1n, 0n, 0n],
      keys: [1, 1, 0, 0],
      finished: [0],
      writer: 'closed',
    });
  });

  it('has all that came before a fault', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    const adapter = interceptingAdapter(memoryAdapter({ disk }), {
      dataset: (original) => ({
        read: async (selection, options) => {
          if (original.path === '/data') throw new Hdf5Error('IO', 'the disk is gone', { file: path });
          return original.read(selection, options);
        },
      }),
    });
    process = new FakeProcess({ adapter, clock });
    expect(await process.run(...follow)).toBe(1);
    expect(process.stderr.lines.at(-1)).toContain('the disk is gone');
    expect(await outcome()).toMatchObject({ keys: [0, 0, 0, 0], finished: [0], writer: 'closed' });
  });

  it('reports an output that cannot be written', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    const adapter = interceptingAdapter(memoryAdapter({ disk }), {
      dataset: (original) => ({
        write: async (selection, data, options) => {
          if (original.path === '/entry/results/data_sum')
            throw new Hdf5Error('NO_SPACE', 'the disk is full', { file: '/out.h5' });
          await original.write(selection, data, options);
        },
      }),
    });
    process = new FakeProcess({ adapter, clock });
    expect(await process.run(...follow)).toBe(1);
    expect(process.stderr.lines.at(-1)).toContain('/out.h5: the disk is full');
    expect(await outcome()).toMatchObject({ keys: [0, 0, 0, 0], finished: [0], writer: 'closed' });
  });
});

describe('refused outputs', () => {
  it('refuses one that is there, unless it is to be replaced', async () => {
    await write(dtypes.int16, four, [1, 1, 1, 1]);
    expect(await process.run(...follow)).toBe(0);
    process = new FakeProcess({ disk, clock });
    expect(await process.run(...follow)).toBe(1);
    expect(process.stderr.lines).toEqual([
      'h5tail: /out.h5: the file is there already. Choose another name, or give --overwrite to replace it',
    ]);
    expect(process.stdout.text).toBe('');
    process = new FakeProcess({ disk, clock });
    expect(await process.run(...follow, '--overwrite', '--reduce', 'max')).toBe(0);
    expect(await outcome('data_max')).toMatchObject({ values: [2n, 4n, 6n, 9n] });
  });

  it.each([
    ['text', dtypes.string, ['a', 'b'], 'frames without numbers cannot be reduced'],
    [
      'a scan without axes',
      dtypes.int8,
      Int8Array.of(1),
      'a scan without axes cannot be written to --output. Give --scan-rank 1',
    ],
  ] as [string, Dtype, AnyData & { readonly length: number }, string][])(
    'refuses %s before it makes a file',
    async (_, dtype, data, words) => {
      const keys = data.length === 1 ? [1] : [1, 1];
      await writeScan(memoryAdapter({ disk }), path, { dtype, data, keys });
      expect(await process.run(...follow)).toBe(1);
      expect(process.stderr.lines).toEqual([expect.stringContaining(words) as string]);
      await expect(openFile('/out.h5', { adapter: memoryAdapter({ disk }), mode: 'r' })).rejects.toThrow(
        'no such file',
      );
    },
  );

  const folder = mkdtempSync(join(tmpdir(), 'h5tail-output-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses a link to the file that is followed, and what is there on disk, before it opens anything', async () => {
    const [input, link, other] = ['scan.h5', 'link.h5', 'other.h5'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(input, '');
    writeFileSync(other, '');
    symlinkSync(input, link);
    const args = ['follow', input, '--keys', '/k', '--data', '/d'];
    expect(await process.run(...args, '--output', link, '--overwrite')).toBe(2);
    expect(await process.run(...args, '--output', other, '--wait')).toBe(1);
    expect(process.stderr.lines).toEqual([
      `h5tail: --output ${link} is the file to be followed; give another one. See h5tail follow --help`,
      `h5tail: ${other}: the file is there already. Choose another name, or give --overwrite to replace it`,
    ]);
  });
});

describe('names of results', () => {
  it.each([
    [['/entry/data/frames'], ['frames_sum']],
    [
      ['/a/frames', '/b/frames', '/c'],
      ['a_frames_sum', 'b_frames_sum', 'c_sum'],
    ],
    [
      ['data', '/data', './data'],
      ['data_sum', 'data_sum_2', 'data_sum_3'],
    ],
    [['/'], ['data_sum']],
  ])('are different for %j', (names, expected) => {
    expect([...resultNames(names, 'sum').values()]).toEqual(expected);
  });
});

it('quotes the command that follows an output', () => {
  const paths = { keysPath: '/entry/keys', dataPath: "/entry/results/it's_sum", finishedPath: '/entry/finished' };
  const flags = {
    keys: [],
    timeout: 0,
    from: 0,
    latest: false,
    fillFrames: false,
    overwrite: false,
    quiet: false,
    values: false,
  };
  const line = outputCommandLine('h5tail', '-my sums.h5', paths, { ...flags, ignoreClose: false, wait: false }, [4, 1]);
  expect(line).toBe(
    "h5tail follow './-my sums.h5' --keys /entry/keys --data '/entry/results/it'\\''s_sum' " +
      '--finished /entry/finished --scan-rank 2',
  );
});
