import assert from 'node:assert/strict';
import { dtypes, type CreateDatasetOptions } from '@h5tail/adapter';
import { pseudoRandomSelections, selectedElements } from '../assertions/reference-selection.js';
import { defineCases } from '../conformance-case.js';

const extents = [5, 6, 4, 8];
const size = extents.reduce((product, extent) => product * extent, 1);
const seed = 20_260_101;

/** Ways to store the frames of a grid: some let frames be read from the file as they are, one by one or in runs. */
const layouts: Readonly<Record<string, Partial<Pick<CreateDatasetOptions, 'chunks' | 'maxShape'>>>> = {
  'in one piece': {},
  'a chunk per frame': { chunks: [1, 1, 4, 8] },
  'a chunk per frame, rows without end': { chunks: [1, 1, 4, 8], maxShape: [null, 6, 4, 8] },
  'a chunk per frame, columns without end': { chunks: [1, 1, 4, 8], maxShape: [9, null, 4, 8] },
  'a chunk per frame, rows and columns without end': { chunks: [1, 1, 4, 8], maxShape: [null, null, 4, 8] },
  'a chunk per row of frames': { chunks: [1, 6, 4, 8], maxShape: [null, 6, 4, 8] },
  'two frames of a row per chunk': { chunks: [1, 2, 4, 8], maxShape: [null, 9, 4, 8] },
  'two frames of a column per chunk': { chunks: [2, 1, 4, 8], maxShape: [null, null, 4, 8] },
  'blocks of frames': { chunks: [2, 4, 4, 8], maxShape: [null, null, 4, 8] },
  'half a frame per chunk': { chunks: [1, 1, 2, 8], maxShape: [null, 6, 4, 8] },
  'halves of lines': { chunks: [1, 1, 4, 4], maxShape: [null, 6, 4, 8] },
  'chunks wider than a frame': { chunks: [1, 1, 4, 16], maxShape: [null, 6, 4, 20] },
  'one chunk': { chunks: extents },
};

function values(): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: size }, (_, i) => (i * 40_503) % 65_521);
}

/** Elements that a backend may read from where they are stored. */
export const storedElementCases = defineCases('reading', {
  'any selection of frames, however they are stored': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const data = values();
    for (const [i, layout] of Object.values(layouts).entries()) {
      await writer.root.createDataset(`d${i}`, { dtype: dtypes.uint16, shape: extents, data, ...layout });
    }
    await writer.close();
    const file = await context.open(path);
    for (const [i, name] of Object.keys(layouts).entries()) {
      const dataset = await file.dataset(`d${i}`, 'uint16');
      for (const selection of pseudoRandomSelections(extents, 60, seed + i)) {
        const { positions, shape } = selectedElements(selection, extents);
        const wanted = Uint16Array.from(positions, (position) => data[position] as number);
        const what = `${name}: ${JSON.stringify(selection)}`;
        const slab = await dataset.read(selection);
        assert.deepEqual([slab.shape, slab.data], [shape, wanted], what);
        const into = new Uint16Array(wanted.length);
        assert.equal((await dataset.read(selection, { into })).data, into, what);
        assert.deepEqual(into, wanted, what);
      }
    }
  },

  'frames that were never written have the fill value, wherever they are in a selection': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const data = values();
    const frame = 4 * 8;
    const written = [0, 1, 4, 5, 6, 12, 29];
    const names = Object.keys(layouts).filter((name) => name.startsWith('a chunk per frame'));
    const wanted = new Uint16Array(size);
    for (const [i, name] of names.entries()) {
      const options = { dtype: dtypes.uint16, shape: extents, ...layouts[name] };
      const dataset = await writer.root.createDataset(`d${i}`, options);
      for (const k of written) {
        const values = data.slice(k * frame, (k + 1) * frame);
        wanted.set(values, k * frame);
        await dataset.write([Math.floor(k / 6), k % 6], values);
      }
    }
    await writer.close();
    const file = await context.open(path);
    for (const [i, name] of names.entries()) {
      const dataset = await file.dataset(`d${i}`, 'uint16');
      const into = new Uint16Array(size).fill(7);
      await dataset.read([], { into });
      assert.deepEqual(into, wanted, name);
      for (let k = 0; k < 30; k++) {
        const { data: one } = await dataset.read([Math.floor(k / 6), k % 6], { into: into.subarray(0, frame).fill(7) });
        assert.deepEqual(one, wanted.slice(k * frame, (k + 1) * frame), `${name}: frame ${k}`);
      }
    }
  },

  'large frames of numbers in either byte order': async (context) => {
    const isClaimed = context.adapter.capabilities.createBigEndian;
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const data = Uint16Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 40_503) % 65_521);
    const options = { shape: [3, 64, 64], chunks: [1, 64, 64], data };
    await writer.root.createDataset('little', { dtype: dtypes.uint16, ...options });
    const big = { ...dtypes.uint16, byteOrder: 'big' } as const;
    if (isClaimed) await writer.root.createDataset('big', { dtype: big, ...options });
    await writer.close();
    const file = await context.open(path);
    for (const name of isClaimed ? ['little', 'big'] : ['little']) {
      const dataset = await file.dataset(name, 'uint16');
      assert.deepEqual((await dataset.read([1])).data, data.slice(4096, 8192), name);
      const into = new Uint16Array(8192);
      await dataset.read([[1, 3]], { into });
      assert.deepEqual(into, data.slice(4096), name);
    }
  },
});
