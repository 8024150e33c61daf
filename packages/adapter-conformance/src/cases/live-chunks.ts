import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { framePattern } from '../live-writer/frame-pattern.js';

const frameShape = [4, 6];
const path = '/entry/frames';
const [rows, columns] = [4, 5] as const;

/** Ways to keep the index of chunks, which a writer changes with every frame. */
const limits: Readonly<Record<string, readonly (number | null)[] | undefined>> = {
  'of extents that stay': undefined,
  'with rows without end': [null, columns, ...frameShape],
  'with columns without end': [rows, null, ...frameShape],
  'with rows and columns without end': [null, null, ...frameShape],
};

async function follow(context: CaseContext, maxShape: readonly (number | null)[] | undefined, filters: string[]) {
  const file = await context.newPath();
  const writer = await context.writer();
  const shape = [rows, columns, ...frameShape];
  const layout = { dtype: 'uint16', shape, chunks: [1, 1, ...frameShape], filters };
  await writer.step({ do: 'create', path: file, datasets: [{ path, ...layout, ...(maxShape && { maxShape }) }] });
  await writer.step({ do: 'swmr' });
  const dataset = await (await context.open(file, { swmr: true })).dataset(path, 'uint16');
  const { capabilities } = context.adapter;
  const chunks = capabilities.readChunk ? (dataset as Required<typeof dataset>) : undefined;
  for (let index = 0; index < rows * columns; index++) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const corner = [row, column, 0, 0];
    const wanted = framePattern(index, frameShape, 'uint16');
    assert.equal((await chunks?.chunkInfo(corner)) ?? null, null);
    if (chunks !== undefined) await rejectsWithCode('OUT_OF_RANGE', () => chunks.readChunk(corner));
    await writer.step({ do: 'write', dataset: path, selection: [row, column], value: 'frame', index });
    await writer.step({ do: 'flush', dataset: path });
    // The place is told as the file has it, whether or not the dataset was refreshed.
    const info = await chunks?.chunkInfo([row, column, 3, 5]);
    await dataset.refresh();
    assert.deepEqual((await dataset.read([row, column])).data, wanted, `frame ${index}`);
    const { data } = await dataset.read([row, [0, column + 1]]);
    for (let i = 0; i <= column; i++) {
      const frame = framePattern(row * columns + i, frameShape, 'uint16');
      assert.deepEqual(data.slice(i * frame.length, (i + 1) * frame.length), frame, `frame ${i} of row ${row}`);
    }
    if (chunks === undefined || info === undefined) continue;
    assert.notEqual(info, null, `frame ${index}`);
    assert.deepEqual(info?.offset, corner);
    assert.deepEqual(await chunks.chunkInfo(corner), info);
    const { bytes } = await chunks.readChunk(corner);
    const inflated = filters.length === 0 ? bytes.slice() : new Uint8Array(inflateSync(bytes));
    assert.deepEqual(new Uint16Array(inflated.buffer, inflated.byteOffset, wanted.length), wanted);
    const handle = await open(file);
    const { buffer } = await handle.read(Buffer.alloc(bytes.length), 0, bytes.length, info?.address ?? 0);
    await handle.close();
    assert.ok(buffer.equals(bytes));
  }
}

/** Frames of a grid, and the places of their chunks, while they are written. */
export const liveChunkCases = defineCases('live', {
  ...Object.fromEntries(
    Object.entries(limits).flatMap(([name, maxShape]) =>
      [[], ['gzip:1']].map((filters) => [
        `frames of a grid ${name}${filters.length === 0 ? '' : ', compressed'}, and where they are`,
        { needs: 'writer' as const, run: (context: CaseContext) => follow(context, maxShape, filters) },
      ]),
    ),
  ),
});
