import { dtypes, Hdf5Error, VariableLength, type AnyData, type Dtype, type Hdf5Adapter } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';
import { writeScan, type MemoryScan } from '../memory-scan.js';

const path = '/scan.h5';
const scanArguments = ['follow', path, '--keys', '/keys', '--data', '/data'];

let disk: MemoryDisk;
let process: FakeProcess;
let clock: FakeClock;

beforeEach(() => {
  disk = new MemoryDisk();
  clock = new FakeClock();
  process = new FakeProcess({ disk, clock });
});

const write = (scan: MemoryScan) => writeScan(memoryAdapter({ disk }), path, scan);

/** Follows a complete file of one frame and gives that frame's part of the line. */
async function frameOf(dtype: Dtype, data: AnyData, frameShape: number[], ...flags: string[]): Promise<unknown> {
  await write({ dtype, data, frameShape, keys: [1] });
  // A single key is a scan without axes, unless its rank is given.
  expect(await process.run(...scanArguments, '--scan-rank', '1', ...flags)).toBe(0);
  const [line] = process.output as { data: Record<string, unknown> }[];
  return line?.data['/data'];
}

describe('the lines', () => {
  it('has one line per frame, and says why it ended', async () => {
    await write({
      dtype: dtypes.uint16,
      frameShape: [2, 2],
      data: Uint16Array.of(1, 2, 3, 4, 5, 6, 7, 9),
      keys: [1, 1],
    });
    expect(await process.run(...scanArguments)).toBe(0);
    const statistics = { dtype: '<u2', shape: [2, 2] };
    expect(process.output).toEqual([
      {
        index: 0,
        slice: [[0, 1]],
        maxShape: [2],
        data: { '/data': { ...statistics, min: 1, max: 4, mean: 2.5, sum: 10 } },
      },
      {
        index: 1,
        slice: [[1, 2]],
        maxShape: [2],
        data: { '/data': { ...statistics, min: 5, max: 9, mean: 6.75, sum: 27 } },
      },
    ]);
    expect(process.stderr.lines).toEqual(['h5tail: 2 frames, complete: every key is set']);
  });

  it('names the datasets as the user did, in the order given, each once', async () => {
    await write({ dtype: dtypes.uint8, data: Uint8Array.of(7), keys: [1] });
    const args = [
      'follow',
      path,
      '--keys',
      'keys',
      '--data',
      'data',
      '--data',
      '/keys',
      '--data',
      'data',
      '--data=//data',
    ];
    expect(await process.run(...args)).toBe(0);
    expect(process.stdout.text).toMatch(/"data": \{"data": \{.*\}, "\/keys": \{.*\}, "\/\/data": \{.*\}\}\}\n$/);
  });

  it('begins at --from', async () => {
    await write({ dtype: dtypes.uint8, data: Uint8Array.of(7, 8, 9), keys: [1, 1, 1] });
    expect(await process.run(...scanArguments, '--from', '2')).toBe(0);
    expect(process.output).toMatchObject([{ index: 2, data: { '/data': { min: 9 } } }]);
    expect(process.stderr.lines).toEqual(['h5tail: 1 frame, complete: every key is set']);
  });

  it('prints 64-bit integers and their sums with all digits', async () => {
    const data = BigUint64Array.of(2n ** 64n - 1n, 2n ** 64n - 2n);
    await write({ dtype: dtypes.uint64, frameShape: [2], data, keys: [1] });
    await process.run(...scanArguments, '--values');
    expect(process.stdout.text).toContain(
      '"min": 18446744073709551614, "max": 18446744073709551615, "mean": 18446744073709552000, ' +
        '"sum": 36893488147419103229, "values": [18446744073709551615,18446744073709551614]',
    );
  });

  it('prints what JSON has no number for as strings', async () => {
    expect(await frameOf(dtypes.float64, Float64Array.of(1, NaN, -Infinity), [3], '--values')).toEqual({
      dtype: '<f8',
      shape: [3],
      min: 'NaN',
      max: 'NaN',
      mean: 'NaN',
      sum: 'NaN',
      values: [1, 'NaN', '-Infinity'],
    });
  });

  const nothing = { min: null, max: null, mean: null, sum: null };
  const member = dtypes.compound([
    ['x', dtypes.float32],
    ['n', dtypes.int8],
  ]);
  it.each<[string, Dtype, AnyData, number[], object]>([
    ['booleans', dtypes.boolean, Uint8Array.of(0, 1), [2], { dtype: '|b1', min: 0, max: 1, sum: 1, values: [0, 1] }],
    [
      'enumerations',
      dtypes.enumeration(dtypes.int16, [{ name: 'on', value: 5 }]),
      Int16Array.of(5),
      [],
      { dtype: '<i2', shape: [], min: 5, mean: 5, values: [5] },
    ],
    [
      'big-endian numbers',
      { ...dtypes.int32, byteOrder: 'big' },
      Int32Array.of(-9),
      [],
      { dtype: '>i4', values: [-9] },
    ],
    ['half floats', dtypes.float16, Float32Array.of(0.5), [1], { dtype: '<f2', min: 0.5, values: [0.5] }],
    ['text', dtypes.string, ['a', 'ü'], [2], { dtype: '|O', shape: [2], ...nothing, values: ['a', 'ü'] }],
    [
      'compounds',
      member,
      new Map<string, AnyData>([
        ['x', Float32Array.of(0.5)],
        ['n', Int8Array.of(-1)],
      ]),
      [],
      { dtype: '|V5', ...nothing, values: [{ x: 0.5, n: -1 }] },
    ],
    [
      'array elements',
      dtypes.array(dtypes.int32, [2]),
      Int32Array.of(1, 2, 3, 4),
      [2],
      { dtype: '<i4', shape: [2, 2], sum: 10, values: [1, 2, 3, 4] },
    ],
    [
      'sequences',
      dtypes.variableLengthBytes,
      VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(0)]),
      [2],
      { dtype: '|O', ...nothing, values: [[1, 2], []] },
    ],
    ['opaque bytes', dtypes.opaque(2), Uint8Array.of(1, 255), [], { dtype: '|V2', ...nothing, values: ['01ff'] }],
    ['an empty frame', dtypes.uint16, new Uint16Array(0), [0], { shape: [0], ...nothing, values: [] }],
  ])('prints %s', async (_, dtype, data, frameShape, expected) => {
    expect(await frameOf(dtype, data, frameShape, '--values')).toMatchObject(expected);
  });

  it('takes a scan of one point as one without axes, unless its rank is given', async () => {
    await write({ dtype: dtypes.uint8, frameShape: [2], data: Uint8Array.of(1, 2), keys: [1] });
    await process.run(...scanArguments);
    await process.run(...scanArguments, '--scan-rank', '1');
    expect(process.output).toMatchObject([
      { index: 0, slice: [], maxShape: [], data: { '/data': { shape: [1, 2] } } },
      { index: 0, slice: [[0, 1]], maxShape: [1], data: { '/data': { shape: [2] } } },
    ]);
  });

  it('has no values without --values', async () => {
    expect(await frameOf(dtypes.uint8, Uint8Array.of(1), [])).not.toHaveProperty('values');
  });
});

describe('the end', () => {
  const scan = { dtype: dtypes.uint8, data: Uint8Array.of(1, 2), keys: [1, 0] };

  it('ends with the finished flag', async () => {
    await write({ ...scan, finished: 1, leaveOpen: true });
    expect(await process.run(...scanArguments, '--finished', '/finished')).toBe(0);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 frame, finished: the finished flag is set; frame 1 of 2 has no key',
    ]);
  });

  it('ends when the writer has closed the file', async () => {
    await write(scan);
    expect(await process.run(...scanArguments)).toBe(0);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 frame, closed: the writer has closed the file; frame 1 of 2 has no key',
    ]);
  });

  it('waits for another writer with --ignore-close', async () => {
    await write(scan);
    expect(await process.run(...scanArguments, '--ignore-close', '--timeout', '0.02')).toBe(3);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 frame, idle time-out: nothing new within 0.02 s; frame 1 of 2 has no key',
    ]);
  });

  it('ends with 3 at the idle time-out', async () => {
    await write({ ...scan, leaveOpen: true });
    expect(await process.run(...scanArguments, '--timeout', '0.02')).toBe(3);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 frame, idle time-out: nothing new within 0.02 s; the file was not closed, ' +
        'so its writer is silent or gone; frame 1 of 2 has no key',
    ]);
  });

  it.each([
    ['SIGINT', 130, 'interrupted'],
    ['SIGTERM', 143, 'terminated'],
  ] as const)('ends with %s: %i', async (signal, exitCode, words) => {
    await write({ ...scan, leaveOpen: true });
    process.stdout.onText = () => process.stop(signal);
    expect(await process.run(...scanArguments)).toBe(exitCode);
    expect(process.output).toHaveLength(1);
    expect(process.stderr.lines).toEqual([`h5tail: 1 frame, ${words}`]);
  });

  it('ends cleanly when nobody reads the output any more', async () => {
    const keys = Array.from({ length: 5000 }, () => 1);
    await write({ dtype: dtypes.uint8, data: new Uint8Array(5000), keys });
    process.stdout.onText = () => (process.stdout.failure = 'EPIPE');
    expect(await process.run(...scanArguments)).toBe(0);
    expect(process.stdout.lines.length).toBeLessThan(5000);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: \d+ frames?, the reader of the output is gone$/),
    ]);
  });

  it('reports output that cannot be written, once', async () => {
    await write(scan);
    process.stdout.failure = 'ENOSPC';
    expect(await process.run(...scanArguments)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining('cannot write the output: write ENOSPC') as string]);
  });
});

describe('the beginning', () => {
  const scan = { dtype: dtypes.uint8, data: Uint8Array.of(1), keys: [1] };

  /** Does something once, when a first attempt has failed and the follow waits. */
  const onFirstWait = (action: () => Promise<unknown> | void): void => {
    clock.onSleep = async () => {
      clock.onSleep = () => undefined;
      await action();
    };
  };

  it('waits while a writer has not started SWMR mode', async () => {
    const file = await memoryAdapter({ disk }).open(path, { mode: 'w' });
    onFirstWait(async () => {
      await file.close();
      await write(scan);
    });
    expect(await process.run(...scanArguments)).toBe(0);
    expect(process.output).toHaveLength(1);
  });

  it('gives up waiting for it after the time-out, with the reason', async () => {
    await memoryAdapter({ disk }).open(path, { mode: 'w' });
    expect(await process.run(...scanArguments, '--timeout', '0.02')).toBe(3);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(
        /^h5tail: 0 frames, idle time-out: nothing new within 0.02 s: .* has not started SWMR mode/,
      ),
    ]);
  });

  it('gives up waiting for an empty file after the time-out, with the reason', async () => {
    const empty = new Hdf5Error('NOT_HDF5', 'the file is empty', { file: path, remedy: 'Wait for its writer' });
    process = new FakeProcess({ clock, adapter: openingWith(() => Promise.reject(empty)) });
    expect(await process.run(...scanArguments, '--timeout', '0.02')).toBe(1);
    expect(await process.run(...scanArguments, '--timeout', '0.02', '--wait')).toBe(3);
    const fault = '/scan.h5: the file is empty. Wait for its writer';
    expect(process.stderr.lines).toEqual([
      `h5tail: ${fault}`,
      `h5tail: 0 frames, idle time-out: nothing new within 0.02 s: ${fault}`,
    ]);
  });

  it('refuses a missing file at once', async () => {
    expect(await process.run(...scanArguments, '--timeout', 'inf')).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringMatching(/^h5tail: \/scan\.h5: there is no such file/)]);
  });

  it('waits for a missing file with --wait', async () => {
    onFirstWait(() => write(scan));
    expect(await process.run(...scanArguments, '--wait')).toBe(0);
    expect(process.output).toHaveLength(1);
  });

  it('ends with 3 when a file that is waited for does not appear', async () => {
    expect(await process.run(...scanArguments, '--wait', '--timeout', '0.02')).toBe(3);
    expect(process.stderr.lines).toEqual([
      'h5tail: 0 frames, idle time-out: /scan.h5 did not appear within 0.02 s. ' +
        'Check the path, or give a longer --timeout',
    ]);
  });

  it('can be interrupted while it waits', async () => {
    onFirstWait(() => process.stop('SIGINT'));
    expect(await process.run(...scanArguments, '--wait', '--timeout', 'inf')).toBe(130);
    expect(process.stderr.lines).toEqual(['h5tail: 0 frames, interrupted']);
  });
});

/** The memory adapter with another way to open files. */
function openingWith(open: Hdf5Adapter['open']): Hdf5Adapter {
  return interceptingAdapter(memoryAdapter({ disk }), { adapter: () => ({ open }) });
}

describe('what is odd', () => {
  const scan = { dtype: dtypes.uint8, data: Uint8Array.of(1, 2), keys: [1, 0] };

  it('gives up waiting for data behind their key after the time-out, with the reason', async () => {
    const file = await memoryAdapter({ disk }).open(path, { mode: 'w' });
    const keys = { dtype: dtypes.uint8, shape: [2], data: Uint8Array.of(1, 1) };
    await file.root.createDataset('keys', keys);
    await file.root.createDataset('data', { dtype: dtypes.uint8, shape: [1], maxShape: [2], chunks: [1] });
    await file.startSwmrWrite();
    expect(await process.run(...scanArguments, '--timeout', '7')).toBe(3);
    expect(clock.time).toBeGreaterThanOrEqual(7000);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 frame, idle time-out: nothing new within 7 s: /scan.h5 : /data: frame 1 at (1) is not there yet: ' +
        'the shape is still (1). The writer must flush a frame before its key',
    ]);
  });

  it.each([
    ['two elements', [2]],
    ['no dataspace', null],
    ['no element for ever', [0]],
  ])('refuses a finished dataset with %s', async (_, shape) => {
    const file = await write({ ...scan, leaveOpen: true });
    await file.close();
    const again = await memoryAdapter({ disk }).open(path, { mode: 'r+' });
    await again.root.createDataset('flag', { dtype: dtypes.uint8, shape });
    await again.close();
    expect(await process.run(...scanArguments, '--finished', '/flag')).toBe(1);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: \/scan.h5 : \/flag: .* exactly one element, .*\. Name the flag .*--finished$/),
    ]);
  });

  it('tells of keys that are set back', async () => {
    const file = await write({ ...scan, data: new Uint8Array(3), keys: [1, 0, 0], leaveOpen: true });
    const keys = await file.dataset('/keys');
    process.stdout.onText = () => {
      process.stdout.onText = () => undefined;
      clock.onSleep = async () => {
        clock.onSleep = () => undefined;
        await keys.write([[0, 2]], Int32Array.of(0, 1));
        await keys.flush();
      };
    };
    expect(await process.run(...scanArguments, '--timeout', '1')).toBe(3);
    expect(process.output).toHaveLength(2);
    expect(process.stderr.text).toMatch(/; frame 2 of 3 has no key; 1 key set back to 0\n$/);
  });

  it('tells of polls that failed', async () => {
    await write({ ...scan, leaveOpen: true });
    let left = 2;
    const adapter = interceptingAdapter(memoryAdapter({ disk }), {
      dataset: (original) => ({
        async refresh() {
          if (original.path === '/keys' && left-- > 0) throw new Hdf5Error('TRANSIENT_READ', 'in the middle');
          await original.refresh();
        },
      }),
    });
    process = new FakeProcess({ adapter, clock });
    expect(await process.run(...scanArguments, '--timeout', '1')).toBe(3);
    expect(process.output).toHaveLength(1);
    expect(process.stderr.text).toMatch(/; 2 polls failed and repeated\n$/);
  });

  it('refuses to begin behind the end, and begins at the end', async () => {
    await write({ ...scan, keys: [1, 1] });
    expect(await process.run(...scanArguments, '--from', '3')).toBe(1);
    expect(await process.run(...scanArguments, '--from', '2')).toBe(0);
    expect(process.stderr.lines).toEqual([
      'h5tail: /scan.h5: --from 3 is behind the end: the scan has 2 frames. Give a number up to 2',
      'h5tail: 0 frames, complete: every key is set',
    ]);
  });

  it('names --ignore-close where the file was closed before the first frame', async () => {
    await write({ ...scan, keys: [0, 0] });
    expect(await process.run(...scanArguments)).toBe(0);
    expect(process.stderr.lines).toEqual([
      'h5tail: 0 frames, closed: the writer has closed the file; frame 0 of 2 has no key; ' +
        'with --ignore-close it waits for another writer',
    ]);
  });

  it('is interrupted also where only the reader is waited for', async () => {
    await write({ ...scan, keys: [1, 1] });
    process.stdout.block();
    process.stdout.onFinish = () => process.stop('SIGINT');
    expect(await process.run(...scanArguments)).toBe(130);
    expect(process.stderr.text).toMatch(/^h5tail: 2 frames, interrupted; /);
  });

  it('says that frames may be lost where their reader stopped', async () => {
    await write({ ...scan, data: new Uint8Array(5000), keys: Array.from({ length: 5000 }, () => 1) });
    process.stdout.block();
    process.stdout.onBlocked = () => process.stop('SIGINT');
    expect(await process.run(...scanArguments)).toBe(130);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: \d+ frames?, interrupted; the last of them may be lost: nobody has read them$/),
    ]);
  });
});

describe('errors', () => {
  it.each([
    ['a missing key dataset', ['--keys', '/nokeys', '--data', '/data'], '/nokeys: there is no'],
    ['a missing dataset', ['--keys', '/keys', '--data', '/nodata'], 'See what there is with h5tail ls /scan.h5'],
    ['a group', ['--keys', '/', '--data', '/data'], 'Name a dataset in it; see h5tail ls /scan.h5 /'],
    ['data that do not fit the keys', ['--keys', '/data', '--data', '/keys'], '/data'],
    ['a backend that is not there', ['--keys', '/keys', '--data', '/data', '--backend', 'native'], '--backend wasm'],
  ])('says one line about %s', async (_, args, mentioned) => {
    await write({ dtype: dtypes.uint8, frameShape: [3], data: Uint8Array.of(1, 2, 3, 4, 5, 6), keys: [1, 1] });
    expect(await process.run('follow', path, ...args)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining(mentioned) as string]);
    expect(process.stderr.text).toMatch(/^h5tail: /);
    expect(process.stdout.text).toBe('');
  });

  it('shows the stack with H5TAIL_DEBUG=1', async () => {
    const debugging = { ...process.environment, variables: { H5TAIL_DEBUG: '1' } };
    const { runCli } = await import('../../src/app.js');
    expect(await runCli(scanArguments, debugging)).toBe(1);
    expect(process.stderr.text).toContain('\n    at ');
  });
});
