import { dtypes, type Dataset, type Slab } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { DataSource, type DataSourceOptions, type PointBatch } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { upTo } from '../../follower/test/number-lists.js';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';

/** A complete scan of frames of 2 x 3 in a grid. */
async function scanOf(grid: readonly number[], options: Partial<DataSourceOptions> = {}): Promise<DataSource> {
  const count = grid.reduce((product, extent) => product * extent, 1);
  const live = await MemoryScan.create({
    key: { shape: [...grid, 1, 1] },
    data: { shape: [...grid, 2, 3], dtype: dtypes.int32 },
  });
  await live.fill(
    'data',
    upTo(count).flatMap((index) => [...expected(index)]),
  );
  await live.fill('key', upTo(count).fill(1));
  const datasets: Record<string, Dataset> = { data: await live.dataset('data') };
  return new DataSource({ keys: await live.datasets('key'), datasets, clock: new SimulatedClock(), ...options });
}

function expected(index: number): Int32Array {
  return framePattern(index, [2, 3], 'int32');
}

/** Frames of a batch, one array each. */
function framesOf({ indices, slabs }: PointBatch): (readonly [number, Int32Array])[] {
  const data = slabs.get('data')?.data as Int32Array;
  return indices.map((index, place) => [index, data.slice(6 * place, 6 * (place + 1))]);
}

describe('the memory of frames', () => {
  it('is the caller’s own unless said otherwise', async () => {
    const kept = new Map<number, Int32Array>();
    for await (const { index, frames } of await scanOf([50])) kept.set(index, frames.get('data')?.data as Int32Array);
    for (const [index, data] of kept) expect(data).toEqual(expected(index));
    expect(new Set([...kept.values()].map(({ buffer }) => buffer)).size).toBe(50);
  });

  it('is right as long as the point is, where it is reused', async () => {
    const source = await scanOf([5, 40], { memory: 'reused', every: 3 });
    const seen: number[] = [];
    const buffers = new Set<ArrayBufferLike>();
    for await (const { index, frames } of source) {
      const data = frames.get('data')?.data as Int32Array;
      expect(data).toEqual(expected(index));
      buffers.add(data.buffer);
      seen.push(index);
    }
    expect(seen).toEqual(upTo(67).map((i) => 3 * i));
    // Five rows and at least as many reads, but no memory for each.
    expect(buffers.size).toBeLessThan(5);
  });

  it('of batches is the caller’s own, or reused', async () => {
    for (const memory of ['own', 'reused'] as const) {
      const source = await scanOf([4, 25], { memory });
      const frames: (readonly [number, Int32Array])[] = [];
      const buffers = new Set<ArrayBufferLike>();
      for await (const batch of source.batches()) {
        frames.push(...framesOf(batch));
        const { data } = batch.slabs.get('data') as Slab;
        buffers.add((data as Int32Array).buffer);
      }
      expect(frames).toEqual(upTo(100).map((index) => [index, expected(index)]));
      expect(buffers.size).toBe(memory === 'own' ? 4 : 1);
    }
  });
});

describe('batches', () => {
  it('tell their points and have the shape of their frames', async () => {
    const batches: PointBatch[] = [];
    for await (const batch of (await scanOf([2, 4])).batches()) batches.push(batch);
    expect(batches.map(({ indices, position, maxShape }) => ({ indices, position, maxShape }))).toEqual([
      { indices: [0, 1, 2, 3], position: [0, 0], maxShape: [2, 4] },
      { indices: [4, 5, 6, 7], position: [1, 0], maxShape: [2, 4] },
    ]);
    expect(batches[0]?.slabs.get('data')).toMatchObject({ dtype: dtypes.int32, shape: [4, 2, 3] });
  });

  it('hold chosen points', async () => {
    const batches: (readonly number[])[] = [];
    for await (const { indices } of (await scanOf([2, 5], { every: 2 })).batches()) batches.push(indices);
    expect(batches).toEqual([
      [0, 2, 4],
      [6, 8],
    ]);
  });

  it('go on with the next one after a break, and before or after single points', async () => {
    const source = await scanOf([3, 4]);
    for await (const { indices } of source.batches()) {
      expect(indices).toEqual([0, 1, 2, 3]);
      break;
    }
    for await (const { index } of source) {
      expect(index).toBe(4);
      break;
    }
    const rest: (readonly number[])[] = [];
    for await (const { indices } of source.batches()) rest.push(indices);
    expect(rest).toEqual([
      [5, 6, 7],
      [8, 9, 10, 11],
    ]);
    expect(source.end).toEqual({ reason: 'complete' });
  });
});
