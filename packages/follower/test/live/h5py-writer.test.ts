import { openFile, type Dataset, type Hdf5Adapter } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop, type DatasetSpec, type ScanSpec } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { ChunkFollower, KeyFollower, RowKeyFollower, type FollowStatus, type ReadyWindow } from '@h5tail/follower';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { collect } from '../collect.js';
import { upTo } from '../number-lists.js';
import { scratchFile } from './scratch-folder.js';

const python = pythonForInterop();

const scan: ScanSpec = {
  data: '/data',
  keys: ['/keys'],
  finished: '/finished',
  frames: 120,
  frameShape: [4],
  dtype: 'uint16',
  intervalMs: 1,
};

describe.skipIf(python === undefined).each(testBackends)('a live h5py writer on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each([
    ['growing', { growing: true }],
    ['preallocated', {}],
  ])('leaves out points, which are passed over at the end (%s)', async (_, layout) => {
    await using scratch = await scratchFile();
    await using writer = await LiveWriter.start({ python: python as string });
    const spec = { ...scan, ...layout, gap: [3, 40, 41, 99] };
    await writer.step({ do: 'create_scan', path: scratch.path, ...spec });
    await using file = await openFile(scratch.path, { adapter, mode: 'r', swmr: true });
    const follower = new KeyFollower({
      keys: [await file.dataset('/keys')],
      finished: await file.dataset('/finished'),
      skipHolesAfterMs: Infinity,
    });
    const news = follower.status();
    const writing = writer.scan(spec).done;
    const indices = await collect(follower);
    await writing;
    expect(indices).toEqual(upTo(120).filter((index) => !spec.gap.includes(index)));
    const skipped = [
      { start: 3, stop: 4 },
      { start: 40, stop: 42 },
      { start: 99, stop: 100 },
    ];
    expect(follower.end).toEqual({ reason: 'finished', skipped });
    const told: FollowStatus[] = [];
    for await (const item of news) {
      told.push(item);
      if (item.kind === 'ended') break;
    }
    expect(told.filter(({ kind }) => kind === 'skipped')).toEqual(
      skipped.map((range) => ({ kind: 'skipped', ...range })),
    );
  });

  it.each([
    ['growing by rows', { growing: true, bounded: true }],
    ['preallocated', {}],
  ])('fills a grid, which is followed by rows (%s)', async (_, layout) => {
    await using scratch = await scratchFile();
    await using writer = await LiveWriter.start({ python: python as string });
    const spec = { ...scan, ...layout, grid: [6, 20], order: 'shuffle-window' as const, window: 7, gap: [25] };
    await writer.step({ do: 'create_scan', path: scratch.path, ...spec });
    await using file = await openFile(scratch.path, { adapter, mode: 'r', swmr: true });
    const follower = new RowKeyFollower({
      keys: [await file.dataset('/keys')],
      finished: await file.dataset('/finished'),
      skipHolesAfterMs: 300,
    });
    const writing = writer.scan(spec).done;
    const rows = await collect(follower);
    await writing;
    expect(rows).toEqual(
      upTo(6).map((row) => ({
        row,
        start: 20 * row,
        stop: 20 * row + 20,
        ...(row === 1 ? { skipped: [{ start: 25, stop: 26 }] } : {}),
      })),
    );
  });

  it.each<[string, Partial<DatasetSpec>, number]>([
    ['growing', { shape: [0, 4, 5], maxShape: [null, 4, 5] }, 250],
    ['growing, compressed', { shape: [0, 4, 5], maxShape: [null, 4, 5], filters: ['gzip:4'] }, 250],
    ['preallocated', { shape: [250, 4, 5] }, 250],
    ['whose last chunk is shorter', { shape: [0, 4, 5], maxShape: [null, 4, 5] }, 245],
    ['in chunks of a part of a frame', { shape: [0, 4, 5], maxShape: [300, 4, 5], chunks: [10, 3, 2] }, 250],
  ])('writes chunk after chunk, which are followed without keys: %s', async (_case, layout, frames) => {
    await using scratch = await scratchFile();
    await using writer = await LiveWriter.start({ python: python as string });
    const spec: DatasetSpec = { path: '/data', dtype: 'int32', shape: [], chunks: [10, 4, 5], ...layout };
    await writer.step({ do: 'create', path: scratch.path, datasets: [spec] });
    await writer.step({ do: 'swmr' });
    await using file = await openFile(scratch.path, { adapter, mode: 'r', swmr: true });
    const data = await file.dataset('/data', 'int32');
    if (data.chunkInfo === undefined) {
      expect(() => new ChunkFollower({ datasets: [data] })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
      return;
    }
    const follower = new ChunkFollower({ datasets: [data] });
    const writing = writeFrames(writer, spec, frames);
    const windows: ReadyWindow[] = [];
    for await (const window of follower) {
      windows.push(window);
      const { start, stop } = window;
      const { data: values } = await data.read([[start, stop]]);
      expect(values).toEqual(Int32Array.from({ length: 20 * (stop - start) }, (_element, i) => 20 * start + i + 1));
    }
    await writing;
    expect(windows).toEqual(
      upTo(25).map((window) => ({
        window,
        index: 10 * window,
        start: 10 * window,
        stop: Math.min(10 * window + 10, frames),
      })),
    );
    expect(follower.end?.reason).toBe(spec.maxShape === undefined ? 'complete' : 'closed');
  });

  it('writes datasets in chunks of other lengths, and one in one piece', async () => {
    await using scratch = await scratchFile();
    await using writer = await LiveWriter.start({ python: python as string });
    const datasets: DatasetSpec[] = [
      { path: '/a', dtype: 'int32', shape: [24], chunks: [4] },
      { path: '/b', dtype: 'int32', shape: [24, 2], chunks: [6, 1] },
      { path: '/whole', dtype: 'int32', shape: [24] },
    ];
    await writer.step({ do: 'create', path: scratch.path, datasets });
    await writer.step({ do: 'swmr' });
    await using file = await openFile(scratch.path, { adapter, mode: 'r', swmr: true });
    const [a, b, whole] = (await Promise.all(datasets.map(({ path }) => file.dataset(path)))) as [
      Dataset,
      Dataset,
      Dataset,
    ];
    if (a.chunkInfo === undefined) return;
    const follower = new ChunkFollower({ datasets: [a, b, whole], timeoutMs: 0 });
    const written = async (dataset: string, start: number, stop: number): Promise<number[][]> => {
      const selection = [[start, stop]];
      await writer.step({ do: 'write', dataset, selection, value: 7 });
      await writer.step({ do: 'flush', dataset });
      return (await collect(follower)).map((window) => [window.start, window.stop]);
    };
    expect(await written('/a', 0, 12)).toEqual([]);
    expect(await written('/b', 0, 6)).toEqual([]);
    expect(await written('/b', 6, 12)).toEqual([[0, 12]]);
    expect(await written('/b', 12, 24)).toEqual([]);
    expect(await written('/a', 16, 24)).toEqual([]);
    expect(await written('/a', 12, 16)).toEqual([[12, 24]]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });
});

/** Writes numbers from 1 on, chunk after chunk, and closes the file. */
async function writeFrames(writer: LiveWriter, { path, shape }: DatasetSpec, frames: number): Promise<void> {
  for (let start = 0; start < frames; start += 10) {
    const stop = Math.min(start + 10, frames);
    if (shape[0] === 0 || (shape[0] as number) < stop) {
      await writer.step({ do: 'resize', dataset: path, shape: [stop, 4, 5] });
    }
    const data = upTo(20 * (stop - start)).map((i) => 20 * start + i + 1);
    await writer.step({ do: 'write', dataset: path, selection: [[start, stop]], data });
    await writer.step({ do: 'flush', dataset: path });
  }
  await writer.step({ do: 'close' });
}
