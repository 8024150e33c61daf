import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { deflateSync, inflateSync } from 'node:zlib';
import { deflate, dtypes, type CapabilityName, type Dataset } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

type ChunkMethod = 'readChunk' | 'chunkInfo' | 'writeChunk';

const neededFor: Readonly<Record<ChunkMethod, CapabilityName>> = {
  readChunk: 'readChunk',
  chunkInfo: 'readChunk',
  writeChunk: 'writeChunk',
};

/**
 * The dataset with its chunk methods; where the capability for one of those asked for is not claimed, asserts that it is
 * not there or refuses, and returns `undefined`.
 */
async function direct<Name extends ChunkMethod>(
  dataset: Dataset,
  ...names: readonly Name[]
): Promise<Required<Pick<Dataset, Name>> | undefined> {
  const chunk = { bytes: new Uint8Array(1), filterMask: 0 };
  const calls: Readonly<Record<ChunkMethod, () => Promise<unknown> | undefined>> = {
    readChunk: () => dataset.readChunk?.([0]),
    chunkInfo: () => dataset.chunkInfo?.([0]),
    writeChunk: () => dataset.writeChunk?.([0], chunk),
  };
  let isClaimed = true;
  for (const name of names) {
    if (dataset.file.adapter.capabilities[neededFor[name]]) {
      assert.equal(typeof dataset[name], 'function', name);
      continue;
    }
    isClaimed = false;
    const result = calls[name]();
    if (result !== undefined) await rejectsWithCode('UNSUPPORTED', () => result);
  }
  return isClaimed ? (dataset as unknown as Required<Pick<Dataset, Name>>) : undefined;
}

/** The bytes of a file at the place of a chunk. */
async function bytesAt(path: string, address: number, size: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, address);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Chunks as they are stored. */
export const directChunkCases = defineCases('reading', {
  'chunks as stored: reads them, and tells where they are': async (context) => {
    const path = await context.fixture('layouts.h5');
    const file = await context.open(path);
    const dataset = await file.dataset('/filters/gzip-1');
    const chunks = await direct(dataset, 'readChunk', 'chunkInfo');
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
    assert.ok((await bytesAt(path, info?.address ?? 0, bytes.length)).equals(bytes));
    await rejectsWithCode('OUT_OF_RANGE', () => chunks.readChunk([20, 0]));
    await rejectsWithCode('OUT_OF_RANGE', () => chunks.chunkInfo([0, -1]));
    await rejectsWithCode('WRONG_SHAPE', () => chunks.chunkInfo([0]));
  },

  'chunks as stored: tells a filter that was left out, and a chunk that is not there': async (context) => {
    const file = await context.openFixture('layouts.h5');
    const masked = await direct(await file.dataset('/filters/gzip-mask'), 'readChunk');
    const unwritten = await direct(await file.dataset('/fill/unwritten-chunks'), 'readChunk', 'chunkInfo');
    if (masked === undefined || unwritten === undefined) return;
    const masks = await Promise.all([[0], [4]].map(async (offset) => (await masked.readChunk(offset)).filterMask));
    assert.ok(masks.includes(1), 'no chunk without its filter');
    assert.equal(await unwritten.chunkInfo([0, 0]), null);
    await rejectsWithCode('OUT_OF_RANGE', () => unwritten.readChunk([0, 0]));
  },

  'chunks as stored: of datasets whose axes grow in every way, and after a refresh': async (context) => {
    const path = await context.newPath();
    const writer = await context.open(path, { mode: 'w' });
    const limits = [
      [8, 9],
      [null, 9],
      [8, null],
      [null, null],
    ];
    for (const [i, maxShape] of limits.entries()) {
      const data = Uint16Array.from({ length: 24 }, (_, k) => 100 * i + k);
      const options = { dtype: dtypes.uint16, shape: [4, 6], maxShape, chunks: [2, 3], data };
      await writer.root.createDataset(`d${i}`, options);
    }
    await writer.close();
    const file = await context.open(path);
    for (const i of limits.keys()) {
      const dataset = await file.dataset(`/d${i}`, 'uint16');
      const chunks = await direct(dataset, 'readChunk', 'chunkInfo');
      if (chunks === undefined) return;
      for (const round of [1, 2]) {
        for (const [row, column] of [
          [0, 0],
          [1, 5],
          [3, 2],
          [2, 3],
        ] as const) {
          const info = await chunks.chunkInfo([row, column]);
          const { bytes, filterMask } = await chunks.readChunk([row, column]);
          const corner = [row - (row % 2), column - (column % 3)] as const;
          assert.deepEqual(info?.offset, corner);
          assert.equal(filterMask, 0);
          const numbers = [0, 1, 2, 6, 7, 8].map((k) => 100 * i + corner[0] * 6 + corner[1] + k);
          assert.deepEqual([...new Uint16Array(bytes.slice().buffer)], numbers, `d${i}, round ${round}`);
          assert.ok((await bytesAt(path, info?.address ?? 0, info?.size ?? 0)).equals(bytes));
        }
        await dataset.refresh();
      }
    }
  },

  'chunks as stored: behind links, and none where there are no chunks': async (context) => {
    const path = await context.newPath();
    const holder = await context.newPath();
    const data = Uint16Array.from({ length: 8 }, (_, i) => 7 * i);
    const target = await context.open(holder, { mode: 'w' });
    await target.root.createDataset('d', { dtype: dtypes.uint16, shape: [8], chunks: [4], data });
    await target.close();
    const writer = await context.open(path, { mode: 'w' });
    await writer.root.createDataset('own', { dtype: dtypes.uint16, shape: [8], chunks: [4], data: data.map((v) => v + 1) });
    await writer.root.createDataset('plain', { dtype: dtypes.uint16, shape: [8], data });
    await writer.root.createSoftLink('soft', '/own');
    await writer.root.createExternalLink('external', holder, '/d');
    await writer.close();
    const file = await context.open(path);
    for (const [name, place, add] of [
      ['soft', path, 1],
      ['external', holder, 0],
    ] as const) {
      const chunks = await direct(await file.dataset(name), 'readChunk', 'chunkInfo');
      if (chunks === undefined) return;
      const { bytes } = await chunks.readChunk([5]);
      assert.deepEqual([...new Uint16Array(bytes.slice().buffer)], [28, 35, 42, 49].map((v) => v + add));
      const info = await chunks.chunkInfo([4]);
      assert.ok((await bytesAt(place, info?.address ?? 0, info?.size ?? 0)).equals(bytes));
    }
    const plain = await direct(await file.dataset('plain'), 'readChunk', 'chunkInfo');
    await rejectsWithCode('WRONG_SHAPE', async () => plain?.chunkInfo([0]));
    await rejectsWithCode('WRONG_SHAPE', async () => plain?.readChunk([0]));
  },

  'chunks as stored: of a file that is open for writing, once they are written': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.uint16, shape: [4], maxShape: [null], chunks: [2] };
    const dataset = await file.root.createDataset('d', options);
    const chunks = await direct(dataset, 'readChunk', 'chunkInfo');
    if (chunks === undefined) return;
    for (const start of [0, 2]) {
      assert.equal(await chunks.chunkInfo([start]), null);
      await dataset.write([[start, start + 2]], Uint16Array.of(start + 1, start + 2));
      const info = await chunks.chunkInfo([start]);
      const { bytes } = await chunks.readChunk([start]);
      assert.deepEqual([...new Uint16Array(bytes.slice().buffer)], [start + 1, start + 2]);
      assert.ok((await bytesAt(path, info?.address ?? 0, info?.size ?? 0)).equals(bytes));
    }
  },

  'chunks as stored: writes them': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.uint16, shape: [6], chunks: [3], filters: [deflate(1)] };
    const dataset = await file.root.createDataset('d', options);
    const chunks = await direct(dataset, 'writeChunk');
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
