import { dtypes, openFile, type Dtype, type NumericArray } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';

const path = '/grid.h5';
const rows = ['rows', path, '--keys', '/keys'];

let disk: MemoryDisk;
let process: FakeProcess;

beforeEach(() => {
  disk = new MemoryDisk();
  process = new FakeProcess({ disk, clock: new FakeClock() });
});

/** A scan of this shape whose frames have two elements. */
async function write(
  shape: readonly number[],
  keys: readonly number[],
  dtype: Dtype,
  data: NumericArray,
  leaveOpen = false,
) {
  const file = await openFile(path, { adapter: memoryAdapter({ disk }), mode: 'w' });
  await file.root.createDataset('data', { dtype, shape: [...shape, 2], data });
  await file.root.createDataset('keys', { dtype: dtypes.int32, shape, data: Int32Array.from(keys) });
  await file.startSwmrWrite();
  if (!leaveOpen) await file.close();
}

const counting = (points: number): Uint16Array => Uint16Array.from({ length: 2 * points }, (_, i) => i);
const ready = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('rows', () => {
  it('tells the number, the points and the position of each row', async () => {
    await write([2, 2, 3], ready(12), dtypes.uint16, counting(12));
    expect(await process.run(...rows)).toBe(0);
    expect(process.output).toEqual([
      { row: 0, start: 0, stop: 3, position: [0, 0] },
      { row: 1, start: 3, stop: 6, position: [0, 1] },
      { row: 2, start: 6, stop: 9, position: [1, 0] },
      { row: 3, start: 9, stop: 12, position: [1, 1] },
    ]);
    expect(process.stderr.lines).toEqual(['h5tail: 4 rows, complete: every key is set']);
  });

  it('sums up the row and its frames', async () => {
    await write([2, 3], ready(6), dtypes.uint16, counting(6));
    expect(await process.run(...rows, '--data', '/data', '--from', '1')).toBe(0);
    expect(process.output).toEqual([
      {
        row: 1,
        start: 3,
        stop: 6,
        position: [1],
        data: {
          '/data': {
            dtype: '<u2',
            shape: [2],
            min: 6,
            max: 11,
            mean: 8.5,
            sum: 51,
            perFrame: { min: [6, 8, 10], max: [7, 9, 11], mean: [6.5, 8.5, 10.5], sum: [13, 17, 21] },
          },
        },
      },
    ]);
  });

  it('takes a region of each frame', async () => {
    await write([1, 3], ready(3), dtypes.uint16, counting(3));
    expect(await process.run(...rows, '--data', '/data', '--region', '1')).toBe(0);
    expect(process.output).toMatchObject([{ data: { '/data': { shape: [], sum: 9, perFrame: { sum: [1, 3, 5] } } } }]);
  });

  it('has whole numbers with all digits, and NaN as text', async () => {
    await write([1, 2], [1, 1], dtypes.uint64, BigUint64Array.of(2n ** 63n, 1n, 2n ** 63n, 2n));
    await process.run(...rows, '--data', '/data');
    expect(process.stdout.text).toContain('"sum": 18446744073709551619, "perFrame"');
    expect(process.stdout.text).toContain('"sum": [9223372036854775809, 9223372036854775810]');
    process = new FakeProcess({ disk, clock: new FakeClock() });
    await write([1, 2], [1, 1], dtypes.float64, Float64Array.of(1, NaN, 2, 3));
    await process.run(...rows, '--data', '/data');
    expect(process.output).toMatchObject([
      { data: { '/data': { min: 'NaN', max: 'NaN', sum: 'NaN', perFrame: { sum: ['NaN', 5], min: ['NaN', 2] } } } },
    ]);
  });

  it('cuts a stack into rows of --row-size, also where a row goes over the end of a line', async () => {
    await write([2, 4], ready(8), dtypes.uint16, counting(8));
    expect(await process.run(...rows, '--row-size', '3', '--data', '/data')).toBe(0);
    expect(process.output).toMatchObject([
      { row: 0, start: 0, stop: 3, position: [0], data: { '/data': { perFrame: { sum: [1, 5, 9] } } } },
      { row: 1, start: 3, stop: 6, position: [0], data: { '/data': { perFrame: { sum: [13, 17, 21] } } } },
      { row: 2, start: 6, stop: 8, position: [1], data: { '/data': { perFrame: { sum: [25, 29] } } } },
    ]);
  });

  it('holds a row back that is not full, and says so', async () => {
    await write([3, 2], [1, 1, 1, 0, 1, 1], dtypes.uint16, counting(6));
    expect(await process.run(...rows)).toBe(0);
    expect(process.output).toHaveLength(1);
    expect(process.stderr.lines).toEqual([
      'h5tail: 1 row, closed: the writer has closed the file; row 1 of 3 is not full, ' +
        'and 2 points behind it are ready: --skip-holes gets them',
    ]);
  });

  it('tells which points of a row were passed over', async () => {
    await write([3, 2], [1, 1, 1, 0, 1, 1], dtypes.uint16, counting(6));
    expect(await process.run(...rows, '--skip-holes', 'end', '--data', '/data')).toBe(0);
    expect(process.output).toMatchObject([
      { row: 0 },
      { row: 1, start: 2, stop: 4, skipped: [[3, 4]], data: { '/data': { sum: 9, perFrame: { sum: [9, null] } } } },
      { row: 2 },
    ]);
    expect(process.stderr.text).toContain('; passed over 1 point without a key: 3\n');
  });

  it('ends with 3 at the time-out of a row', async () => {
    await write([2, 2], [1, 1, 1, 0], dtypes.uint16, counting(4), true);
    expect(await process.run(...rows, '--timeout', '2')).toBe(3);
    expect(process.output).toHaveLength(1);
    expect(process.stderr.text).toMatch(
      /^h5tail: 1 row, idle time-out: nothing new within 2 s; .*row 1 of 2 is not full/,
    );
  });

  it('refuses to begin behind the end, and a scan that does not say how long its rows are', async () => {
    await write([2, 2], ready(4), dtypes.uint16, counting(4));
    expect(await process.run(...rows, '--from', '3')).toBe(1);
    expect(process.stderr.lines).toEqual([
      'h5tail: /grid.h5: --from 3 is behind the end: the scan has 2 rows. Give a number up to 2',
    ]);
    process = new FakeProcess({ disk, clock: new FakeClock() });
    const file = await openFile('/endless.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
    await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [0], maxShape: [null], chunks: [8] });
    await file.close();
    expect(await process.run('rows', '/endless.h5', '--keys', '/keys')).toBe(1);
    expect(process.stderr.text).toContain('does not say how long its rows are');
    expect(process.stderr.text).toContain('--row-size');
  });
});
