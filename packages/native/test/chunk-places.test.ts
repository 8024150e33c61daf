import { closeSync, openSync, readSync } from 'node:fs';
import { deflate, dtypes, openFile, type Dataset, type Filter } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = nativeAdapter();
const shape = [4, 6];

/** Asserts that each chunk stands where it is said to be. */
async function checkPlaces(dataset: Dataset): Promise<void> {
  const file = openSync(dataset.file.path, 'r');
  for (let row = 0; row < 4; row += 2) {
    for (let column = 0; column < 6; column += 3) {
      const { bytes, filterMask } = await (dataset as Required<Dataset>).readChunk([row, column]);
      const info = await (dataset as Required<Dataset>).chunkInfo([row + 1, column + 1]);
      expect(info).toMatchObject({ offset: [row, column], size: bytes.length, filterMask });
      const stored = new Uint8Array(bytes.length);
      readSync(file, stored, 0, stored.length, info?.address as number);
      expect(stored).toEqual(bytes);
    }
  }
  closeSync(file);
}

describe.skipIf(!hasInteropGroup('library'))('the places of chunks', () => {
  const limits: Record<string, (number | null)[]> = {
    'of fixed extents': [4, 6],
    'without end along the first axis': [null, 6],
    // HDF5 1.10 itself tells the places of other chunks here.
    'without end along the last axis': [4, null],
    'without end along both': [null, null],
  };
  const filters: Record<string, Filter[]> = { plain: [], compressed: [deflate(1)] };

  describe.each(Object.keys(filters))('%s', (filter) => {
    it.each(Object.keys(limits))('%s', async (name) => {
      const path = pathOf(`${filter} ${name}.h5`);
      const writer = await openFile(path, { adapter, mode: 'w' });
      const written = await writer.root.createDataset('d', {
        dtype: dtypes.int32,
        shape,
        maxShape: limits[name] as (number | null)[],
        chunks: [2, 3],
        filters: filters[filter] as Filter[],
        data: Int32Array.from({ length: 24 }, (_, i) => i * 1001),
      });
      await checkPlaces(written);
      await writer.close();
      await using file = await openFile(path, { adapter, mode: 'r' });
      await checkPlaces(await file.dataset('/d'));
    });
  });
});
