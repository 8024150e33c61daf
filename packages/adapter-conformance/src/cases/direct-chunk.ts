import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { deflateSync, inflateSync } from 'node:zlib';
import { deflate, dtypes, type Dataset } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

type DirectDataset = Required<Pick<Dataset, 'readChunk' | 'writeChunk' | 'chunkInfo'>>;

/** The dataset's chunk methods; where the capability is not claimed, asserts that there are none or that they refuse. */
async function direct(dataset: Dataset): Promise<DirectDataset | undefined> {
  if (dataset.file.adapter.capabilities.directChunk) {
    for (const name of ['readChunk', 'writeChunk', 'chunkInfo'] as const)
      assert.equal(typeof dataset[name], 'function', name);
    return dataset as DirectDataset;
  }
  const chunk = { bytes: new Uint8Array(1), filterMask: 0 };
  for (const call of [
    () => dataset.readChunk?.([0]),
    () => dataset.writeChunk?.([0], chunk),
    () => dataset.chunkInfo?.([0]),
  ]) {
    const result = call();
    if (result !== undefined) await rejectsWithCode('UNSUPPORTED', () => result);
  }
  return undefined;
}

/** Chunks as they are stored. */
export const directChunkCases = defineCases('reading', {
  'chunks as stored: reads them, and tells where they are': async (context) => {
    const path = await context.fixture('layouts.h5');
    const file = await context.open(path);
    const dataset = await file.dataset('/filters/gzip-1');
    const chunks = await direct(dataset);
    if (chunks === undefined) return;
    const bytesPerNumber = dataset.dtype.class === 'integer' ? dataset.dtype.size : 0;
    const { bytes, filterMask } = await chunks.readChunk([8, 16]);
    assert.equal(filterMask, 0);
    const inflated = inflateSync(bytes);
    assert.equal(inflated.length, 8 * 16 * bytesPerNumber);
    const { data } = await dataset.read([8, [16, 30]]);
    const first = Buffer.from((data as Uint16Array).buffer, 0, 14 * bytesPerNumber);
    assert.ok(inflated.subarray(0, first.length).equals(first));
    const info = await chunks.chunkInfo([9, 17]);
    assert.deepEqual(info?.offset, [8, 16]);
    assert.equal(info?.size, bytes.length);
    const handle = await open(path);
    const { buffer } = await handle.read(Buffer.alloc(bytes.length), 0, bytes.length, info?.address ?? 0);
    await handle.close();
    assert.ok(buffer.equals(bytes));
    await rejectsWithCode('OUT_OF_RANGE', () => chunks.readChunk([20, 0]));
  },

  'chunks as stored: tells a filter that was left out, and a chunk that is not there': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const masked = await direct(await file.dataset('/filters/gzip-mask'));
    const unwritten = await direct(await file.dataset('/fill/unwritten-chunks'));
    if (masked === undefined || unwritten === undefined) return;
    const masks = await Promise.all([[0], [4]].map(async (offset) => (await masked.readChunk(offset)).filterMask));
    assert.ok(masks.includes(1), 'no chunk without its filter');
    assert.equal(await unwritten.chunkInfo([0, 0]), null);
  },

  'chunks as stored: writes them': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.uint16, shape: [6], chunks: [3], filters: [deflate(1)] };
    const dataset = await file.root.createDataset('d', options);
    const chunks = await direct(dataset);
    if (chunks === undefined) return;
    const bytes = deflateSync(new Uint8Array(Uint16Array.of(7, 8, 9).buffer));
    await chunks.writeChunk([3], { bytes, filterMask: 0 });
    await chunks.writeChunk([0], { bytes: new Uint8Array(Uint16Array.of(1, 2, 3).buffer), filterMask: 1 });
    await file.close();
    assert.notEqual((await readFile(path)).indexOf(bytes), -1);
    const again = await (await context.open(path)).dataset('/d', 'uint16');
    assert.deepEqual((await again.read()).data, Uint16Array.of(1, 2, 3, 7, 8, 9));
  },
});
