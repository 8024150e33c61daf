import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { deflate, dtypes, shuffle, type DataOf, type Dtype, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { FollowReader, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { ResultWriter, scanPosition, type ScanOrder } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { upTo } from '../../../follower/test/number-lists.js';
import { newFiles } from './new-files.js';

const run = promisify(execFile);
const python = pythonForInterop();
const { newPath, backends, open } = await newFiles();

describe.each(backends)('a writer of results on $name', ({ createAdapter }) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  const newFile = async (): Promise<{ path: string; file: Hdf5File }> => {
    const path = newPath();
    return { path, file: await open(path, adapter) };
  };

  /** Everything of a dataset of a closed file. */
  const read = async (path: string, dataset: string): Promise<{ shape: readonly number[]; data: DataOf<Dtype> }> => {
    await using file = await open(path, adapter, 'r');
    return await (await file.dataset(dataset)).read();
  };

  /** The number of the point at each place of a grid, as results hold it. */
  const numbersAt = (shape: readonly number[], order: ScanOrder): Int32Array => {
    const numbers = new Int32Array(shape.reduce((product, extent) => product * extent, 1));
    numbers.forEach((_, index) => {
      const place = scanPosition(index, shape, order).reduce((sum, at, axis) => sum * (shape[axis] as number) + at, 0);
      numbers[place] = index;
    });
    return numbers;
  };

  it('makes groups, results, keys and a flag', async () => {
    const { path, file } = await newFile();
    const writer = await ResultWriter.create(file, {
      maxShape: [3, 4],
      results: {
        sum: { dtype: dtypes.float64 },
        image: { dtype: dtypes.uint16, shape: [5, 6], filters: [deflate(1)] },
      },
    });
    expect([writer.group.path, writer.keysPath, writer.finishedPath]).toEqual([
      '/entry/results',
      '/entry/keys',
      '/entry/finished',
    ]);
    await writer.write(5, { sum: Float64Array.of(2.5), image: Uint16Array.from(upTo(30)) });
    await writer.finish();
    expect(file.status).toBe('closed');

    await using again = await open(path, adapter, 'r');
    const image = await again.dataset('/entry/results/image');
    expect([image.shape, image.chunks, image.filters]).toEqual([[3, 4, 5, 6], [1, 1, 5, 6], [deflate(1)]]);
    expect((await image.read([1, 1])).data).toEqual(Uint16Array.from(upTo(30)));
    const sum = await again.dataset('/entry/results/sum');
    expect([sum.shape, sum.dtype]).toEqual([[3, 4], dtypes.float64]);
    expect((await sum.read([1])).data).toEqual(Float64Array.of(0, 2.5, 0, 0));
    const keys = await again.dataset('/entry/keys');
    expect([keys.shape, keys.chunks, keys.dtype]).toEqual([[3, 4, 1, 1], [3, 4, 1, 1], dtypes.int32]);
    expect((await keys.read()).data).toEqual(Int32Array.from(upTo(12), (i) => Number(i === 5)));
    expect((await (await again.dataset('/entry/finished')).read()).data).toEqual(Int32Array.of(1));
  });

  it.each<[string, ScanOrder, number[], boolean]>([
    ['a stack', 'raster', [17], false],
    ['a stack that grows', 'raster', [17], true],
    ['a grid', 'raster', [4, 5], false],
    ['a grid that grows', 'raster', [4, 5], true],
    ['a snake', 'snake', [4, 5], false],
    ['a snake that grows', 'snake', [4, 5], true],
    ['a snake of rank 3', 'snake', [2, 3, 4], false],
  ])('writes %s point by point, at once, and in blocks', async (_, order, shape, isGrowing) => {
    const maxShape = isGrowing ? [null, ...shape.slice(1)] : shape;
    const expected = numbersAt(shape, order);
    const count = expected.length;
    for (const [blockLength, step] of [
      [undefined, 1],
      [undefined, 7],
      [undefined, count],
      [3, 1],
      [3, 3],
      [7, 7],
      [7, 2],
      [50, 1],
    ] as const) {
      const { path, file } = await newFile();
      const writer = await ResultWriter.create(file, {
        maxShape,
        order,
        results: { number: { dtype: dtypes.int32 }, pair: { dtype: dtypes.int64, shape: [2] } },
        ...(blockLength === undefined ? {} : { blockLength }),
      });
      for (let start = 0; start < count; start += step) {
        const numbers = upTo(Math.min(step, count - start)).map((i) => start + i);
        await writer.write(start, {
          number: Int32Array.from(numbers),
          pair: BigInt64Array.from(numbers.flatMap((number) => [BigInt(number), BigInt(-number)])),
        });
      }
      await writer.finish();
      const what = `${String(blockLength)} ${step}`;
      expect([what, await read(path, '/entry/results/number')]).toMatchObject([what, { shape, data: expected }]);
      expect((await read(path, '/entry/results/pair')).data).toEqual(
        BigInt64Array.from([...expected].flatMap((number) => [BigInt(number), BigInt(-number)])),
      );
      expect(await read(path, '/entry/keys')).toMatchObject({
        shape: [...shape, 1],
        data: new Int32Array(count).fill(1),
      });
    }
  });

  it.skipIf(python === undefined).each<[ScanOrder, number]>([
    ['raster', 7],
    ['snake', 7],
    ['raster', 50],
    ['snake', 50],
  ])('h5py reads what is written in blocks: %s over 35 x 28 in blocks of %i', async (order, blockLength) => {
    const { path, file } = await newFile();
    const results = {
      number: { dtype: dtypes.int32, filters: [deflate(1)] },
      line: { dtype: dtypes.float32, shape: [3] },
    };
    const writer = await ResultWriter.create(file, { maxShape: [35, 28], order, blockLength, results });
    for (let start = 0; start < 980; start += blockLength) {
      const numbers = upTo(Math.min(blockLength, 980 - start)).map((i) => start + i);
      const lines = numbers.flatMap((number) => [number, number + 0.25, -1 - number]);
      await writer.write(start, { number: Int32Array.from(numbers), line: Float32Array.from(lines) });
    }
    await writer.finish();
    const expected = numbersAt([35, 28], order);
    await using reader = await FollowReader.start({ python: python as string });
    await reader.step({ do: 'open', path });
    const values = async (dataset: string): Promise<unknown> => (await reader.step({ do: 'read', dataset })).data;
    expect(await values('/entry/results/number')).toEqual([...expected]);
    expect(await values('/entry/results/line')).toEqual(
      [...expected].flatMap((number) => [number, number + 0.25, -1 - number]),
    );
    expect(await values('/entry/keys')).toEqual(upTo(980).fill(1));
    expect(await values('/entry/finished')).toEqual([1]);
    const { stdout, stderr } = await run('h5dump', ['-H', '-p', path]);
    expect(stderr).toBe('');
    const width = Math.min(blockLength, 28);
    for (const text of [
      `CHUNKED ( 1, ${width} )`,
      `CHUNKED ( 1, ${width}, 3 )`,
      'COMPRESSION DEFLATE { LEVEL 1 }',
      'DATASPACE  SIMPLE { ( 35, 28, 1 ) / ( 35, 28, 1 ) }',
    ]) {
      expect(stdout).toContain(text);
    }
  });

  it('takes what only some backends can create, or says what is missing', async () => {
    const { path, file } = await newFile();
    const results = { mask: { dtype: dtypes.boolean, shape: [3], filters: [shuffle(), deflate(1)] } };
    const created = ResultWriter.create(file, { maxShape: [2], results });
    if (!adapter.capabilities.createBoolean) {
      await expect(created).rejects.toMatchObject({ code: 'UNSUPPORTED', object: '/entry/results/mask' });
      await file.close();
      return;
    }
    const writer = await created;
    await writer.write(1, { mask: Uint8Array.of(1, 0, 1) });
    await writer.finish();
    expect((await read(path, '/entry/results/mask')).data).toEqual(Uint8Array.of(0, 0, 0, 1, 0, 1));
  });

  it('prepares axes before the structure is fixed', async () => {
    const { path, file } = await newFile();
    const writer = await ResultWriter.create(file, {
      maxShape: [2],
      results: { sum: { dtype: dtypes.float64 } },
      entry: 'scan',
      group: 'sums',
      prepare: async (group) => {
        await group.attributes.set('axes', ['x']);
        await group.createDataset('x', { dtype: dtypes.float64, shape: [2], data: Float64Array.of(0.5, 1) });
      },
    });
    await expect(writer.group.createGroup('late')).rejects.toMatchObject({ code: 'STRUCTURE_FIXED' });
    await writer.finish();
    await using again = await open(path, adapter, 'r');
    const group = await again.group('/scan/sums');
    expect((await group.attributes.get('signal')).data).toEqual(['sum']);
    expect((await group.attributes.get('axes')).data).toEqual(['x']);
    expect((await group.children()).map((child) => child.name).toSorted()).toEqual(['sum', 'x']);
    expect((await (await again.group('/')).attributes.get('default')).data).toEqual(['scan']);
  });
});
