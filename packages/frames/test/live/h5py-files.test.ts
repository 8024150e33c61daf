import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop, type DatasetSpec } from '@h5tail/adapter-conformance/live-writer';
import { DataSource, type ScanPoint } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { collect } from '../../../follower/test/collect.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

describe.skipIf(python === undefined).each(testBackends)('files of h5py on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  /** A file with these datasets, which `write` fills, closed by its writer. */
  async function written(
    folder: ScratchFolder,
    datasets: readonly DatasetSpec[],
    write: (writer: LiveWriter) => Promise<void>,
  ): Promise<Hdf5File> {
    const path = folder.file('scan.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    await writer.step({ do: 'create', path, datasets });
    await write(writer);
    await writer.step({ do: 'close' });
    return await openFile(path, { adapter, mode: 'r', swmr: true });
  }

  function keys(path: string, shape: readonly number[]): DatasetSpec {
    return { path, dtype: 'int32', shape, maxShape: shape, fill: 0 };
  }

  it.each([
    [5, 'closed', 5],
    [10, 'complete', undefined],
  ])('with two key datasets of 10, of which one has %i set', async (set, reason, missing) => {
    await using folder = await ScratchFolder.create();
    const all = [{ path: '/data', dtype: 'int32', shape: [10] }, keys('/a', [10]), keys('/b', [10])];
    await using file = await written(folder, all, async (writer) => {
      await writer.step({ do: 'write', dataset: '/data', data: upTo(10).map((i) => 3 * i + 1) });
      await writer.step({ do: 'write', dataset: '/a', value: 1 });
      await writer.step({ do: 'write', dataset: '/b', selection: [[0, set]], value: 1 });
    });
    const source = new DataSource({
      keys: [await file.dataset('/a'), await file.dataset('/b')],
      datasets: { data: await file.dataset('/data', 'int32') },
    });
    const points = await collect(source);
    expect(points.map(({ index }) => index)).toEqual(upTo(set));
    expect(points.map(({ frames }) => [...frames.get('data').data])).toEqual(upTo(set).map((i) => [3 * i + 1]));
    expect(source.end).toEqual(missing === undefined ? { reason } : { reason, missing });
  });

  it('with compressed data of shape (2, 3, 4, 5) and keys of shape (2, 3): six frames', async () => {
    await using folder = await ScratchFolder.create();
    const data = {
      path: '/data',
      dtype: 'int32',
      shape: [2, 3, 4, 5],
      chunks: [1, 1, 4, 5],
      filters: ['shuffle', 'gzip:4'],
    };
    await using file = await written(folder, [data, keys('/keys', [2, 3])], async (writer) => {
      await writer.step({ do: 'write', dataset: '/data', data: upTo(120) });
      await writer.step({ do: 'write', dataset: '/keys', value: 1 });
    });
    const source = new DataSource({
      keys: [await file.dataset('/keys')],
      datasets: { data: await file.dataset('/data', 'int32') },
    });
    const points = await collect(source);
    expect(points.map(({ slice }) => slice)).toEqual(
      upTo(6).map((i) => [
        [Math.floor(i / 3), Math.floor(i / 3) + 1],
        [i % 3, (i % 3) + 1],
      ]),
    );
    points.forEach(({ frames, maxShape }, i) => {
      expect(maxShape).toEqual([2, 3]);
      expect(frames.get('data').shape).toEqual([4, 5]);
      expect(frames.get('data').data).toEqual(Int32Array.from(upTo(20), (place) => 20 * i + place));
    });
  });

  it('live: 10 frames of 9 x 10 that grow, with a finished flag, hold 1 to 10', async () => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('live.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    const datasets = [
      { path: '/data', dtype: 'int32', shape: [1, 9, 10], maxShape: [null, 9, 10], chunks: [1, 9, 10] },
      { path: '/keys', dtype: 'int32', shape: [1, 1, 1], maxShape: [null, 1, 1], chunks: [1, 1, 1] },
      { path: '/finished', dtype: 'int32', shape: [1] },
    ];
    await writer.step({ do: 'create', path, datasets });
    await writer.step({ do: 'swmr' });
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const source = new DataSource({
      keys: [await file.dataset('/keys')],
      datasets: { data: await file.dataset('/data', 'int32') },
      finished: await file.dataset('/finished'),
    });
    const points = source[Symbol.asyncIterator]();
    for (const index of upTo(10)) {
      const next = points.next();
      for (const [dataset, frame] of [['/data', [9, 10]] as const, ['/keys', [1, 1]] as const]) {
        await writer.step({ do: 'resize', dataset, shape: [index + 1, ...frame] });
        await writer.step({ do: 'write', dataset, selection: [index], value: index + 1 });
        await writer.step({ do: 'flush', dataset });
      }
      const { value } = await next;
      expect(value).toMatchObject({ index, slice: [[index, index + 1]] });
      expect(value?.frames.get('data').data).toEqual(new Int32Array(90).fill(index + 1));
    }
    const last = points.next();
    await writer.step({ do: 'write', dataset: '/finished', data: [1] });
    await writer.step({ do: 'flush', dataset: '/finished' });
    expect(await last).toEqual({ done: true, value: undefined });
    expect(source.end).toEqual({ reason: 'finished' });
  });

  it('live: a grid of 3 x 4 that grows row by row holds 1 to 12', async () => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('live.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    const grid = (name: string, frame: readonly number[]): DatasetSpec => ({
      path: name,
      dtype: 'int32',
      shape: [1, 4, ...frame],
      maxShape: [3, 4, ...frame],
      chunks: [1, 1, ...frame],
    });
    await writer.step({ do: 'create', path, datasets: [grid('/data', [5, 6]), grid('/keys', [1, 1])] });
    await writer.step({ do: 'swmr' });
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const source = new DataSource({
      keys: [await file.dataset('/keys')],
      datasets: { data: await file.dataset('/data', 'int32') },
    });
    const points = source[Symbol.asyncIterator]();
    const seen: ScanPoint[] = [];
    for (const row of upTo(3)) {
      for (const [dataset, frame] of [['/data', [5, 6]] as const, ['/keys', [1, 1]] as const]) {
        await writer.step({ do: 'resize', dataset, shape: [row + 1, 4, ...frame] });
      }
      for (const column of upTo(4)) {
        const next = points.next();
        for (const dataset of ['/data', '/keys']) {
          await writer.step({ do: 'write', dataset, selection: [row, column], value: 4 * row + column + 1 });
          await writer.step({ do: 'flush', dataset });
        }
        seen.push((await next).value as ScanPoint);
      }
    }
    expect(await points.next()).toEqual({ done: true, value: undefined });
    expect(seen.map(({ position }) => position)).toEqual(upTo(12).map((i) => [Math.floor(i / 4), i % 4]));
    seen.forEach(({ frames }, i) => expect(frames.get('data')?.data).toEqual(new Int32Array(30).fill(i + 1)));
    expect(source.end).toEqual({ reason: 'complete' });
  });
});
