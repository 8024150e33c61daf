import assert from 'node:assert/strict';
import type { CaseContext } from '../case-context.js';
import { readOrMissingFilter } from '../assertions/missing-filter.js';
import { defineCases, type ConformanceCase } from '../conformance-case.js';
import { framePattern } from '../live-writer/frame-pattern.js';

const frames = 12;
// More than one of bitshuffle's blocks, and a last one that is not full.
const frameShape = [67, 70];

async function followsFrames(
  context: CaseContext,
  filters: readonly string[],
  chunks: readonly number[],
): Promise<void> {
  const path = await context.newPath();
  const writer = await context.writer();
  const dataset = {
    path: '/frames',
    dtype: 'uint16',
    shape: [0, ...frameShape],
    maxShape: [null, ...frameShape],
    chunks,
    filters,
  };
  const keys = { path: '/keys', dtype: 'int32', shape: [0], maxShape: [null], chunks: [16] };
  await writer.step({ do: 'create', path, datasets: [dataset, keys] });
  await writer.step({ do: 'swmr' });
  const file = await context.open(path, { swmr: true });
  const [data, key] = [await file.dataset('/frames'), await file.dataset('/keys', 'int32')];
  for (let index = 0; index < frames; index++) {
    await writer.step({ do: 'resize', dataset: '/frames', shape: [index + 1, ...frameShape] });
    await writer.step({ do: 'write', dataset: '/frames', selection: [index], value: 'frame', index });
    await writer.step({ do: 'flush', dataset: '/frames' });
    await writer.step({ do: 'resize', dataset: '/keys', shape: [index + 1] });
    await writer.step({ do: 'write', dataset: '/keys', selection: [index], value: index + 1 });
    await writer.step({ do: 'flush', dataset: '/keys' });
    await key.refresh();
    assert.deepEqual((await key.read([index])).data, Int32Array.of(index + 1));
    await data.refresh();
    assert.deepEqual(data.shape, [index + 1, ...frameShape]);
    for (let earlier = 0; earlier <= index; earlier++) {
      const slab = await readOrMissingFilter(data, context.filters, [earlier]);
      if (slab === undefined) break;
      assert.deepEqual(slab.data, framePattern(earlier, frameShape, 'uint16'), `frame ${earlier} of ${index + 1}`);
    }
  }
}

const follows = (filters: readonly string[], chunks = [1, ...frameShape]): Omit<ConformanceCase, 'group' | 'name'> => ({
  needs: 'python',
  run: (context) => followsFrames(context, filters, chunks),
});

/** Compressed frames while they are written: right, or refused by the name of the filter. */
export const liveCodecCases = defineCases('live', {
  'shows frames behind shuffle and deflate': follows(['shuffle', 'gzip:4']),
  'shows frames whose chunks are cut by their edges': follows(['shuffle', 'gzip:1', 'fletcher32'], [1, 32, 48]),
  'shows frames behind bitshuffle and LZ4, or names the filter': follows(['bitshuffle-lz4']),
  'shows frames behind bitshuffle in several chunks, or names the filter': follows(['bitshuffle'], [1, 32, 48]),
  'shows frames behind lzf, or names the filter': follows(['lzf']),
});
