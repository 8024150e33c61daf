import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { DataSource } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { checkFrames } from './check-frames.js';
import { followLive } from './live-run.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const scan = {
  data: '/entry/data',
  keys: ['/entry/key'],
  frames: 1200,
  frameShape: [5, 4],
  dtype: 'uint16' as const,
};
const severalKeys = { keys: ['/entry/a', '/entry/b', '/entry/c'], keyLagFrames: [0, 7, 3] };
const growing = { growing: true, bounded: true };

describe.skipIf(python === undefined).each(testBackends)('a scan at full speed on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each([
    ['a preallocated stack', {}],
    ['a growing stack with three keys that lag', { ...growing, ...severalKeys }],
    ['a preallocated grid with three keys that lag', { grid: [30, 40], ...severalKeys }],
    ['a growing grid', { grid: [30, 40], ...growing }],
    [
      'a growing grid with three keys that lag, compressed',
      { grid: [30, 40], ...growing, ...severalKeys, filters: ['gzip:1'] },
    ],
    ['a shuffled growing stack', { ...growing, order: 'shuffle-window' as const, window: 4, seed: 11 }],
    [
      'a shuffled grid with three keys that lag',
      { grid: [30, 40], ...severalKeys, order: 'shuffle-window' as const, window: 32, seed: 12 },
    ],
  ])('%s: every frame as it was written, in order, once', async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), { ...scan, ...layout });
    expect([run.wrong, run.end]).toEqual([[], { reason: 'complete' }]);
    expect(run.indices).toEqual(upTo(scan.frames));
    const grid = 'grid' in layout ? layout.grid : [scan.frames];
    const columns = grid.at(-1) as number;
    const position = (index: number): number[] =>
      grid.length === 1 ? [index] : [Math.floor(index / columns), index % columns];
    expect(run.positions).toEqual(upTo(scan.frames).map(position));
  });

  it.each([
    ['in order', {}],
    ['shuffled', { order: 'shuffle-window' as const, window: 4, seed: 3 }],
    [
      'shuffled, growing, with several keys',
      { ...growing, ...severalKeys, order: 'shuffle-window' as const, window: 4 },
    ],
    ['in a grid', { grid: [10, 12] }],
  ])('points that are left out are passed over, told, and all others handed out: %s', async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...scan, frames: 120, gap: [5, 17], intervalMs: 1, ...layout };
    const options = { skipHolesAfterMs: 300 };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec, options);
    expect([run.wrong, run.end?.reason]).toEqual([[], 'complete']);
    expect(run.indices).toEqual(upTo(120).filter((index) => index !== 5 && index !== 17));
    expect(run.skipped).toEqual([
      { start: 5, stop: 6 },
      { start: 17, stop: 18 },
    ]);
  });

  it.each([
    ['', {}, 40],
    [' of a shuffled scan, between two windows', { order: 'shuffle-window' as const, window: 8, seed: 2 }, 40],
    [' and the last keys still owed', { keyLagFrames: [3] }, 37],
  ])('a crash after 40 frames%s', async (_, layout, ready) => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('scan.h5');
    const spec = { ...scan, frames: 100, killAfter: 40, ...growing, ...layout };
    const run = await followLive(python as string, adapter, path, spec, { timeoutMs: 500 });
    expect(run.written).toMatchObject({ wasKilled: true, frames: 40 });
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(ready));
    expect(run.end?.reason).toBe('idle-timeout');
    expect(run.position).toBe(ready);
    // Whoever comes later finds the same.
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const datasets = { data: await file.dataset(scan.data) };
    const later = new DataSource({ keys: [await file.dataset('/entry/key')], datasets, timeoutMs: 0 });
    expect(await checkFrames(later, spec)).toMatchObject({ wrong: [], indices: upTo(ready) });
    expect(await file.writerState()).toBe('swmr-writing');
  });

  it('a writer that hangs ends the follow; another one gets the rest when the writer goes on', async () => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('scan.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    const spec = { ...scan, path, key: '/entry/key', data: '/entry', sources: 1, frames: 300, ...growing };
    await writer.step({ do: 'create_sources', ...spec });
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const parts = {
      keys: [await file.dataset('/entry/key')],
      datasets: { data: await file.dataset('/entry/0') },
    };
    const first = new DataSource({ ...parts, timeoutMs: 300 });
    const seen = checkFrames(first, spec);
    await writer.scanSources(0, 100).done;
    expect(await seen).toMatchObject({ wrong: [], indices: upTo(100) });
    expect(first.end).toEqual({ reason: 'idle-timeout', missing: 100 });

    const second = new DataSource({ ...parts, from: first.follower.position });
    const rest = checkFrames(second, spec);
    await writer.scanSources(100, 300).done;
    expect(await rest).toMatchObject({ wrong: [], indices: upTo(300).slice(100) });
    expect(second.end).toEqual({ reason: 'complete' });
    // The first one goes on as well.
    expect(await checkFrames(first, spec)).toMatchObject({ wrong: [], indices: upTo(300).slice(100) });
  });

  it.each([
    ['growing', growing],
    ['preallocated', {}],
    ['compressed', { ...growing, filters: ['gzip:1'] }],
  ])('a slow consumer of the newest frames gets newer and newer ones, and the last: %s', async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...scan, frames: 5000, ...layout };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec, {
      backPressure: 'latest',
      consume: () => new Promise((resolve) => setTimeout(resolve, 5)),
    });
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual([...new Set(run.indices)].toSorted((a, b) => a - b));
    expect(run.indices.at(-1)).toBe(4999);
    expect(run.indices.length).toBeLessThan(5000);
    expect(run.end).toEqual({ reason: 'complete' });
  });
});
