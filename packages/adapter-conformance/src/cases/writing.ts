import assert from 'node:assert/strict';
import { dtypes, type Dataset, type Hdf5File, type IntegerDtype, type Selection } from '@h5tail/adapter';
import { pseudoRandomSelections, selectedElements } from '../assertions/reference-selection.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';

type Int32Dataset = Dataset<IntegerDtype<4, true>>;

interface Grown {
  readonly file: Hdf5File;
  readonly path: string;
  readonly dataset: Int32Dataset;
}

async function createGrowing(
  context: CaseContext,
  shape: readonly number[],
  chunks: readonly number[],
): Promise<Grown> {
  const path = await context.newPath();
  const file = await context.open(path, { mode: 'w' });
  const maxShape = shape.map(() => null);
  const dataset = await file.root.createDataset('d', { dtype: dtypes.int32, shape, maxShape, chunks });
  return { file, path, dataset };
}

/** What is in the file after it was closed and opened again. */
async function reread(context: CaseContext, { file, path }: Grown): Promise<{ shape: unknown; data: number[] }> {
  await file.close();
  const dataset = await (await context.open(path)).dataset('/d', 'int32');
  return { shape: dataset.shape, data: [...(await dataset.read()).data] };
}

/** Writes to parts of datasets, and changes of their extents. */
export const writingCases = defineCases('writing', {
  'writes parts, in contiguous and in chunked datasets': async (context) => {
    for (const chunks of [undefined, [2, 2, 3]]) {
      const path = await context.newPath();
      const file = await context.open(path, { mode: 'w' });
      const options = { dtype: dtypes.int32, shape: [3, 4, 5], ...(chunks === undefined ? {} : { chunks }) };
      const dataset = await file.root.createDataset('d', options);
      const wanted = new Int32Array(60);
      let value = 0;
      const write = async (selection: Selection): Promise<void> => {
        const { positions } = selectedElements(selection, [3, 4, 5]);
        const data = Int32Array.from(positions, () => ++value);
        positions.forEach((position, i) => (wanted[position] = data[i] as number));
        await dataset.write(selection, data);
      };
      for (const selection of [[0], [null, 1], [1, [1, 3], [0, 5, 2]], [2, 3, 4], [[0, 0]]] as Selection[])
        await write(selection);
      for (const selection of pseudoRandomSelections([3, 4, 5], 40, 99)) await write(selection);
      assert.deepEqual((await dataset.read()).data, wanted);
      await file.close();
      assert.deepEqual((await (await (await context.open(path)).dataset('/d', 'int32')).read()).data, wanted);
    }
  },

  'keeps nothing of the data that it is given': async (context) => {
    const file = await context.create();
    const dataset = await file.root.createDataset('d', { dtype: dtypes.uint8, shape: [3], chunks: [3] });
    const data = Uint8Array.of(1, 2, 3);
    const larger = Uint8Array.of(9, 4, 5, 6, 9).subarray(1, 4);
    await dataset.write(null, data);
    data.fill(0);
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(1, 2, 3));
    await dataset.write(null, larger);
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(4, 5, 6));
    await dataset.write(null, Buffer.from([7, 8, 9]));
    assert.deepEqual((await dataset.read()).data, Uint8Array.of(7, 8, 9));
  },

  'big-endian data that it is given stay as they are': async (context) => {
    if (!context.adapter.capabilities.createBigEndian) return;
    const file = await context.create();
    const dtype = { ...dtypes.int16, byteOrder: 'big' } as const;
    const dataset = await file.root.createDataset('d', { dtype, shape: [2] });
    const data = Int16Array.of(1, -2);
    await dataset.write(null, data);
    assert.deepEqual(data, Int16Array.of(1, -2));
    assert.deepEqual((await dataset.read()).data, data);
  },

  'grows along its first axis, frame by frame': async (context) => {
    const grown = await createGrowing(context, [0, 2, 2], [1, 2, 2]);
    const wanted: number[] = [];
    for (let frame = 0; frame < 20; frame++) {
      await grown.dataset.resize([frame + 1, 2, 2]);
      assert.deepEqual(grown.dataset.shape, [frame + 1, 2, 2]);
      const data = Int32Array.from({ length: 4 }, (_, i) => 10 * frame + i);
      await grown.dataset.write([frame], data);
      wanted.push(...data);
    }
    assert.deepEqual(await reread(context, grown), { shape: [20, 2, 2], data: wanted });
  },

  'grows along any axis, and new elements are zero': async (context) => {
    const grown = await createGrowing(context, [2, 2], [2, 2]);
    await grown.dataset.write(null, Int32Array.of(1, 2, 3, 4));
    await grown.dataset.resize([2, 3]);
    assert.deepEqual((await grown.dataset.read()).data, Int32Array.of(1, 2, 0, 3, 4, 0));
    await grown.dataset.resize([3, 3]);
    await grown.dataset.write([2, 2], Int32Array.of(9));
    assert.deepEqual(await reread(context, grown), { shape: [3, 3], data: [1, 2, 0, 3, 4, 0, 0, 0, 9] });
  },

  'shrinks, and what was cut off does not come back': async (context) => {
    const grown = await createGrowing(context, [5, 3], [2, 2]);
    await grown.dataset.write(
      null,
      Int32Array.from({ length: 15 }, (_, i) => i + 1),
    );
    await grown.dataset.resize([3, 2]);
    assert.deepEqual((await grown.dataset.read()).data, Int32Array.of(1, 2, 4, 5, 7, 8));
    await grown.dataset.resize([4, 3]);
    assert.deepEqual(await reread(context, grown), { shape: [4, 3], data: [1, 2, 0, 4, 5, 0, 7, 8, 0, 0, 0, 0] });
  },

  'shrinks to nothing and grows again': async (context) => {
    const grown = await createGrowing(context, [4], [3]);
    await grown.dataset.write(null, Int32Array.of(1, 2, 3, 4));
    await grown.dataset.resize([0]);
    assert.deepEqual((await grown.dataset.read()).data, new Int32Array(0));
    await grown.dataset.resize([2]);
    assert.deepEqual(await reread(context, grown), { shape: [2], data: [0, 0] });
  },

  'writes one element at a time, and many at once': async (context) => {
    const grown = await createGrowing(context, [3000], [64]);
    await grown.dataset.write(
      null,
      Int32Array.from({ length: 3000 }, (_, i) => i),
    );
    for (let i = 0; i < 3000; i += 10) await grown.dataset.write([i], Int32Array.of(-i));
    const wanted = Array.from({ length: 3000 }, (_, i) => (i % 10 === 0 ? 0 - i : i));
    assert.deepEqual((await reread(context, grown)).data, wanted);
  },

  'adds to a file that was closed': async (context) => {
    const grown = await createGrowing(context, [1], [8]);
    await grown.dataset.write(null, Int32Array.of(1));
    await grown.file.close();
    for (let round = 2; round <= 4; round++) {
      const file = await context.open(grown.path, { mode: 'r+' });
      const dataset = await file.dataset('/d', 'int32');
      await dataset.resize([round]);
      await dataset.write([round - 1], Int32Array.of(round));
      await file.close();
    }
    assert.deepEqual(await reread(context, grown), { shape: [4], data: [1, 2, 3, 4] });
  },

  'two handles of one writer see the same dataset': async (context) => {
    const grown = await createGrowing(context, [1], [4]);
    const other = await grown.file.dataset('/d', 'int32');
    await grown.dataset.resize([3]);
    await grown.dataset.write([2], Int32Array.of(30));
    await other.refresh();
    assert.deepEqual(other.shape, [3]);
    await other.write([0], Int32Array.of(10));
    assert.deepEqual((await grown.dataset.read()).data, Int32Array.of(10, 0, 30));
    assert.deepEqual((await other.read()).data, Int32Array.of(10, 0, 30));
  },
});
