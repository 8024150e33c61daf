import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflate, dtypes, openFile, type Hdf5File, type Slab } from '@h5tail/adapter';
import { memoryAdapter, MemoryScan } from '@h5tail/adapter-conformance/memory';
import { afterAll, describe, expect, it } from 'vitest';
import { appendData, createDataset, DataSource, type AxisRange } from '@h5tail/frames';
import { pointSlice } from '../../src/frame.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { collect } from '../../../follower/test/collect.js';
import { upTo } from '../../../follower/test/number-lists.js';

type NewFile = () => Promise<Hdf5File>;

const folder = await mkdtemp(join(tmpdir(), 'h5tail-results-'));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;

/** New files in memory, and real ones of each backend. */
const backends: [string, NewFile][] = [
  ['memory', () => openFile('/results.h5', { adapter: memoryAdapter(), mode: 'w' })],
  ...testBackends.map(({ name, createAdapter }): [string, NewFile] => [
    name,
    async () => openFile(join(folder, `${files++}.h5`), { adapter: await createAdapter(), mode: 'w' }),
  ]),
];

/** A result of 32-bit numbers, `first`, `first + 1`, … */
function result(shape: readonly number[], first = 1): Slab<typeof dtypes.int32> {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { dtype: dtypes.int32, shape, data: Int32Array.from(upTo(size), (i) => first + i) };
}

/** Every fault says what to do. */
const remedy = expect.any(String) as string;

const first2d = pointSlice([0, 0]);

describe.each(backends)('createDataset on %s', (_backend, newFile) => {
  it.each<[number[], number[], (number | null)[], number[]]>([
    [
      [400, 500],
      [1, 1, 400, 500],
      [40, 60, 400, 500],
      [1, 1, 400, 500],
    ],
    [[1], [1, 1, 1], [40, 60, 1], [40, 60, 1]],
    [[9], [1, 1, 9], [40, 60, 9], [40, 60, 9]],
    [[10], [1, 1, 10], [40, 60, 10], [1, 1, 10]],
    [[], [1, 1], [40, 60], [40, 60]],
  ])('for a result of %j over a scan of 40 x 60', async (shape, extents, maxShape, chunks) => {
    const file = await newFile();
    const slab = result(shape);
    const dataset = await createDataset(file.root, 'result', slab, { slice: first2d, maxShape: [40, 60] });
    expect([dataset.shape, dataset.maxShape, dataset.chunks]).toEqual([extents, maxShape, chunks]);
    expect((await dataset.read()).data).toEqual(slab.data);
    expect(dataset.dtype).toEqual(dtypes.int32);
  });

  it('writes where the first result belongs, not always at the origin', async () => {
    const file = await newFile();
    const slice = pointSlice([1, 2]);
    const dataset = await createDataset(file.root, 'group/sum', result([2], 7), { slice, maxShape: [3, 4] });
    expect([dataset.path, dataset.shape]).toEqual(['/group/sum', [2, 3, 2]]);
    expect((await dataset.read([1, 2])).data).toEqual(Int32Array.of(7, 8));
    expect((await dataset.read([[0, 1]])).data).toEqual(new Int32Array(6));
  });

  it('takes chunks and filters', async () => {
    const file = await newFile();
    const options = { slice: pointSlice([0]), maxShape: [null], chunks: [4, 5], filters: [deflate(1)] };
    const dataset = await createDataset(file.root, 'result', result([5]), options);
    expect([dataset.chunks, dataset.filters, dataset.maxShape]).toEqual([[4, 5], [deflate(1)], [null, 5]]);
  });

  it('takes the one result of a scan of rank 0', async () => {
    const file = await newFile();
    const dataset = await createDataset(file.root, 'result', result([2, 2]), { slice: [], maxShape: [] });
    expect([dataset.shape, (await dataset.read()).data]).toEqual([[2, 2], Int32Array.of(1, 2, 3, 4)]);
  });

  it.each<[string, AxisRange[], (number | null)[], string]>([
    ['a point beyond the scan', pointSlice([3, 0]), [3, 4], 'OUT_OF_RANGE'],
    ['a slice of another rank', pointSlice([0]), [3, 4], 'WRONG_SHAPE'],
  ])('refuses %s', async (_, slice, maxShape, code) => {
    const file = await newFile();
    await expect(createDataset(file.root, 'result', result([]), { slice, maxShape })).rejects.toMatchObject({
      code,
      remedy,
    });
    expect(await file.root.has('result')).toBe(false);
  });

  it('refuses a result without elements, a slice that is no point, and a name that is taken', async () => {
    const file = await newFile();
    const options = { slice: pointSlice([0]), maxShape: [4] };
    await expect(createDataset(file.root, 'a', result([0]), options)).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      remedy,
    });
    await expect(createDataset(file.root, 'a', result([2]), { ...options, slice: [[0, 2]] })).rejects.toThrow(
      RangeError,
    );
    await createDataset(file.root, 'a', result([2]), options);
    await expect(createDataset(file.root, 'a', result([2]), options)).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
  });
});

describe.each(backends)('appendData on %s', (_backend, newFile) => {
  it('grows each axis as far as the points take it', async () => {
    const file = await newFile();
    const options = { slice: first2d, maxShape: [2, 3] };
    const dataset = await createDataset(file.root, 'result', result([4, 5], 100), options);
    const shapes: unknown[] = [dataset.shape];
    const points: [number[], number][] = [
      [[0, 1], 200],
      [[0, 2], 300],
      [[1, 0], 400],
    ];
    for (const [position, first] of points) {
      await appendData(dataset, result([4, 5], first), pointSlice(position));
      shapes.push(dataset.shape);
    }
    expect(shapes).toEqual([
      [1, 1, 4, 5],
      [1, 2, 4, 5],
      [1, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
    expect(dataset.maxShape).toEqual([2, 3, 4, 5]);
    for (const [position, first] of [[[0, 0], 100] as [number[], number], ...points]) {
      expect((await dataset.read(position)).data).toEqual(result([4, 5], first).data);
    }
    expect((await dataset.read([1, 1])).data).toEqual(new Int32Array(20));
    expect((await dataset.read([1, 2])).data).toEqual(new Int32Array(20));
  });

  it('takes points in any order, and again', async () => {
    const file = await newFile();
    const dataset = await createDataset(file.root, 'r', result([], 3), { slice: pointSlice([3]), maxShape: [null] });
    for (const index of [1, 5, 0, 3]) await appendData(dataset, result([], 10 + index), pointSlice([index]));
    expect((await dataset.read()).data).toEqual(Int32Array.of(10, 11, 0, 13, 0, 15));
  });

  it.each<[string, number[], number[], string]>([
    ['a point beyond the maximum', [4], [3], 'OUT_OF_RANGE'],
    ['a slice of another rank', [0, 0], [3], 'WRONG_SHAPE'],
    ['a result of another rank', [1], [3, 1], 'WRONG_SHAPE'],
    ['a larger result', [1], [4], 'OUT_OF_RANGE'],
    ['a smaller result, which would leave fill values', [1], [2], 'WRONG_SHAPE'],
  ])('refuses %s', async (_, position, shape, code) => {
    const file = await newFile();
    const options = { slice: pointSlice([0]), maxShape: [4] };
    const dataset = await createDataset(file.root, 'result', result([3]), options);
    await expect(appendData(dataset, result(shape), pointSlice(position))).rejects.toMatchObject({ code, remedy });
    expect(dataset.shape).toEqual([1, 3]);
  });
});

describe.each(backends)('results of a scan on %s', (_backend, newFile) => {
  it('end up at the places of their points', async () => {
    const live = await MemoryScan.create({ key: { shape: [2, 3, 1, 1] }, data: { shape: [2, 3, 4, 5] } });
    await live.fill('key', upTo(6).fill(1));
    await live.fill('data', upTo(120));
    const out = await newFile();
    const source = new DataSource({
      keys: [await live.dataset('key')],
      datasets: { data: await live.dataset('data') },
    });
    let sums: Awaited<ReturnType<typeof createDataset<typeof dtypes.int32>>> | undefined;
    for (const point of await collect(source)) {
      const data = point.frames.get('data')?.data as Int32Array;
      const rows = upTo(4).map((row) => data.slice(5 * row, 5 * row + 5).reduce((sum, value) => sum + value, 0));
      const slab = { dtype: dtypes.int32, shape: [4], data: Int32Array.from(rows) };
      if (sums === undefined) sums = await createDataset(out.root, 'sums', slab, point);
      else await appendData(sums, slab, point.slice);
    }
    expect([sums?.shape, sums?.maxShape]).toEqual([
      [2, 3, 4],
      [2, 3, 4],
    ]);
    expect((await sums?.read([1, 2, 3]))?.data).toEqual(Int32Array.of(585));
    expect((await sums?.read([0, 0]))?.data).toEqual(Int32Array.of(10, 35, 60, 85));
  });
});
