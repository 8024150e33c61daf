import { dtypes, type Dataset } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { DataSource, type DataSourceOptions, type ScanPoint } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { collect } from '../../follower/test/collect.js';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';

/** A scan whose points are all ready, and how often its data were read. */
async function readyScan(
  key: DatasetPlan,
  data: DatasetPlan,
  options: Partial<DataSourceOptions> = {},
): Promise<{ source: DataSource; live: MemoryScan; reads: () => number }> {
  let reads = 0;
  const live = await MemoryScan.create(
    { key, data },
    {
      dataset: (dataset: Dataset) => ({
        read: (...parameters: Parameters<Dataset['read']>) => {
          if (dataset.path === '/data') reads++;
          return dataset.read(...parameters);
        },
      }),
    },
  );
  const count = sizeOf(key.shape ?? []);
  await live.fill(
    'key',
    Array.from({ length: count }, () => 1),
  );
  const source = new DataSource({
    keys: [await live.dataset('key')],
    datasets: { data: await live.dataset('data') },
    timeoutMs: 0,
    clock: new SimulatedClock(),
    ...options,
  });
  return { source, live, reads: () => reads };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

async function writeAll(live: MemoryScan, scan: readonly number[], frame: readonly number[]): Promise<void> {
  const data = await live.writer.dataset('data', 'uint16');
  const [count, size] = [sizeOf(scan), sizeOf(frame)];
  const values = new Uint16Array(count * size);
  for (let index = 0; index < count; index++) values.set(framePattern(index, frame, 'uint16'), index * size);
  await data.write(null, values);
  await data.flush();
}

function expectFrames(points: readonly ScanPoint[], scan: readonly number[], frame: readonly number[]): void {
  const count = sizeOf(scan);
  expect(points.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, i) => i));
  for (const { index, position, slice, frames } of points) {
    const image = frames.get('data');
    expect({ ...image, data: undefined }).toMatchObject({ index, position, slice, shape: frame, dtype: dtypes.uint16 });
    const written = framePattern(index, frame, 'uint16');
    expect(image?.data).toBeInstanceOf(Uint16Array);
    // As bytes: a deep comparison of millions of numbers takes seconds.
    const isSame = Buffer.from(written.buffer).equals(bytesOf(image?.data as Uint16Array));
    if (!isSame) expect(image?.data).toEqual(written);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function dataOf(point: ScanPoint | undefined): Uint16Array {
  const frame = point?.frames.get('data');
  if (frame === undefined) throw new Error('there is no such frame');
  return frame.data as Uint16Array;
}

describe('frames of points that are ready', () => {
  it.each([
    ['a stack', [100], [8, 9], 1],
    ['a grid, row by row', [7, 11], [3, 4], 7],
    ['a cube', [2, 3, 5], [4], 6],
    ['scalars', [50], [], 1],
    ['frames too large to be copied', [5], [256, 1024], 5],
    ['large frames', [3], [1024, 1024], 3],
  ])('of %s are read together, each right and in its place', async (_, scan, frame, expected) => {
    const key = { shape: [...scan, ...frame.map(() => 1)] };
    const data = { dtype: dtypes.uint16, shape: [...scan, ...frame] };
    const { source, live, reads } = await readyScan(key, data, { scanRank: scan.length });
    await writeAll(live, scan, frame);
    expectFrames(await collect(source), scan, frame);
    expect(reads()).toBe(expected);
  });

  it('do not share memory', async () => {
    const { source, live } = await readyScan({ shape: [4] }, { dtype: dtypes.uint16, shape: [4, 2] });
    await writeAll(live, [4], [2]);
    const points = await collect(source);
    const buffers = points.map((point) => dataOf(point).buffer);
    expect(new Set(buffers).size).toBe(4);
    dataOf(points[0]).fill(0);
    expect(dataOf(points[1])).toEqual(framePattern(1, [2], 'uint16'));
  });

  it('are read as far as the data are there; the rest is waited for', async () => {
    const plan = { dtype: dtypes.uint16, shape: [3, 2], maxShape: [6, 2] };
    const { source, live } = await readyScan({ shape: [6] }, plan, { retryBudgetMs: 5 });
    const data = await live.writer.dataset('data', 'uint16');
    await data.write(null, Uint16Array.of(1, 1, 2, 2, 3, 3));
    await data.flush();
    const seen: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const point of source) seen.push(dataOf(point)[0] ?? -1);
    };
    await expect(consume()).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 3 });
    expect(seen).toEqual([1, 2, 3]);
    await data.resize([6, 2]);
    await data.write([[3, 6]], Uint16Array.of(4, 4, 5, 5, 6, 6));
    await data.flush();
    await consume();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are read anew after a reset', async () => {
    const { source, live } = await readyScan({ shape: [4] }, { dtype: dtypes.uint16, shape: [4] });
    await writeAll(live, [4], []);
    for await (const { index } of source) if (index === 1) break;
    const data = await live.writer.dataset('data', 'uint16');
    await data.write(null, Uint16Array.of(9, 8, 7, 6));
    await data.flush();
    source.reset();
    const values = (await collect(source)).map((point) => dataOf(point)[0]);
    expect(values).toEqual([9, 8, 7, 6]);
  });
});
