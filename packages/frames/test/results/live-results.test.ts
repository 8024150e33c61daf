import { dtypes, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { FollowReader, framePattern, LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { copyAxes, DataSource, ResultWriter, whenReadable } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { ScratchFolder } from '../live/scratch-folder.js';
import { resultProcesses, type ResultAnswer } from './result-process.js';

const python = pythonForInterop();

describe.each(testBackends)('results of another process, written on $name', ({ name, createAdapter }) => {
  const start = resultProcesses(name);
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** Follows all results, and says what was wrong of them. */
  const follow = async (
    path: string,
    shape: readonly number[],
    timeoutMs = 20_000,
  ): Promise<{ indices: number[]; wrong: number[]; end: unknown }> => {
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const source = new DataSource({
      keys: [await file.dataset('/entry/keys')],
      datasets: { image: await file.dataset('/entry/results/image', 'uint16') },
      finished: await file.dataset('/entry/finished'),
      timeoutMs,
    });
    const indices: number[] = [];
    const wrong: number[] = [];
    for await (const { index, frames } of source) {
      indices.push(index);
      if (frames.get('image').data.join() !== framePattern(index, shape, 'uint16').join()) wrong.push(index);
    }
    return { indices, wrong, end: source.end };
  };

  it.each<[string, (number | null)[], number | undefined, number]>([
    ['a stack that grows', [null], undefined, 0],
    ['a stack that grows, in blocks', [null], 7, 0],
    ['a preallocated grid', [20, 30], undefined, 0],
    ['a grid that grows, in blocks', [null, 30], 20, 0],
    ['a slow stack', [null], undefined, 3],
  ])('%s: all right, none missing, while they are written', async (_, maxShape, blockLength, intervalMs) => {
    await using folder = await ScratchFolder.create();
    await using writer = start();
    const path = folder.file('results.h5');
    const results = { image: { dtype: 'uint16' as const, shape: [8, 9] }, mean: { dtype: 'float64' as const } };
    const options = { maxShape, results, ...(blockLength === undefined ? {} : { blockLength }) };
    expect(await writer.step({ do: 'create', path, ...options })).toEqual({ readable: [] });
    const followed = follow(path, [8, 9]);
    await writer.step({ do: 'write', points: upTo(600), intervalMs });
    await writer.step({ do: 'finish' });
    const reason = maxShape[0] === null ? 'finished' : 'complete';
    expect(await followed).toMatchObject({ indices: upTo(600), wrong: [], end: { reason } });
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
  });

  it.skipIf(python === undefined)(
    'h5py finds each point as soon as it is told readable, and no key of a hole',
    async () => {
      await using folder = await ScratchFolder.create();
      await using writer = start();
      await using reader = await FollowReader.start({ python: python as string });
      const path = folder.file('results.h5');
      const results = { image: { dtype: 'uint16' as const, shape: [4, 5] }, sum: { dtype: 'float64' as const } };
      await writer.step({ do: 'create', path, maxShape: [null, 6], order: 'snake', results, flushEveryMs: 0 });
      await reader.step({ do: 'open', path });
      const keys = new Map<string, number>();
      for (const index of [0, 1, 2, 6, 7, 4, 3, 11, 12, 17]) {
        expect(await writer.step({ do: 'write', points: [index] })).toEqual({ readable: [[index, index + 1]] });
        const row = Math.floor(index / 6);
        const place = [row, row % 2 === 1 ? 5 - (index % 6) : index % 6];
        keys.set(place.join(), 1);
        const found = await reader.step({ do: 'read', dataset: '/entry/keys', refresh: true });
        const [rows = 0] = found.shape;
        expect(found.data).toEqual(upTo(rows * 6).map((i) => keys.get([Math.floor(i / 6), i % 6].join()) ?? 0));
        const image = { do: 'read', dataset: '/entry/results/image', selection: place, refresh: true } as const;
        expect((await reader.step(image)).data).toEqual([...framePattern(index, [4, 5], 'uint16')]);
        const sum = await reader.step({ ...image, dataset: '/entry/results/sum' });
        expect(sum.data).toEqual([...framePattern(index, [], 'float64')]);
      }
      const flag = { do: 'read', dataset: '/entry/finished', refresh: true } as const;
      expect((await reader.step(flag)).data).toEqual([0]);
      await writer.step({ do: 'finish' });
      expect((await reader.step(flag)).data).toEqual([1]);
    },
  );

  it.skipIf(python === undefined)('are computed from a live scan, and h5py finds them as they come', async () => {
    await using folder = await ScratchFolder.create();
    await using detector = await LiveWriter.start({ python: python as string });
    await using reader = await FollowReader.start({ python: python as string });
    const spec = {
      data: '/entry/data/frames',
      keys: ['/entry/keys'],
      finished: '/entry/finished',
      frames: 120,
      grid: [10, 12],
      frameShape: [6, 7],
      dtype: 'uint16' as const,
      intervalMs: 2,
      growing: true,
      bounded: true,
    };
    const scanPath = folder.file('scan.h5');
    const sumsPath = folder.file('sums.h5');
    await detector.step({ do: 'create_scan', path: scanPath, ...spec });
    expect(await whenReadable(scanPath, { adapter, datasets: spec.keys })).toEqual({ readable: true });
    await using scan = await openFile(scanPath, { adapter, mode: 'r', swmr: true });
    const source = new DataSource({
      keys: [await scan.dataset('/entry/keys')],
      datasets: { image: await scan.dataset(spec.data, 'uint16') },
      finished: await scan.dataset('/entry/finished'),
    });
    const { maxShape, scanRank } = source.follower;
    await using writer = await ResultWriter.create(await openFile(sumsPath, { adapter, mode: 'w' }), {
      maxShape,
      results: { sum: { dtype: dtypes.float64 }, column: { dtype: dtypes.uint16, shape: [6] } },
      flushEveryMs: 0,
      prepare: async (group) => copyAxes(await scan.group('/entry/data'), group, { scanRank }),
    });
    await reader.step({ do: 'open', path: sumsPath });
    const written = detector.scan(spec).done;
    const sumOf = (index: number): number =>
      framePattern(index, [6, 7], 'uint16').reduce((sum, value) => sum + value, 0);
    for await (const { index, position, frames } of source) {
      const { data } = frames.get('image');
      const column = data.filter((_, i) => i % 7 === 0);
      await writer.write(index, { sum: Float64Array.of(data.reduce((sum, value) => sum + value, 0)), column });
      if (index % 10 !== 3) continue;
      const read = (dataset: string): ReturnType<typeof reader.step<{ do: 'read'; dataset: string }>> =>
        reader.step({ do: 'read', dataset, selection: [...position], refresh: true } as const);
      expect((await read('/entry/keys')).data).toEqual([1]);
      expect((await read('/entry/results/sum')).data).toEqual([sumOf(index)]);
      expect((await read('/entry/results/column')).data).toEqual([...column]);
    }
    await writer.finish();
    await written;
    await reader.step({ do: 'close' });
    await reader.step({ do: 'open', path: sumsPath });
    const sums = await reader.step({ do: 'read', dataset: '/entry/results/sum' });
    expect([sums.shape, sums.data]).toEqual([[10, 12], upTo(120).map(sumOf)]);
  });

  it('of a process that is killed: every point that was told readable is there', async () => {
    await using folder = await ScratchFolder.create();
    await using writer = start();
    const path = folder.file('results.h5');
    const results = { image: { dtype: 'uint16' as const, shape: [16, 16] } };
    // Points that are not due yet wait for longer than the test takes.
    await writer.step({ do: 'create', path, maxShape: [null], results, flushEveryMs: 3_600_000 });
    await writer.step({ do: 'write', points: upTo(50) });
    const told = await writer.step({ do: 'flush' });
    await writer.step({ do: 'write', points: upTo(30).map((i) => 50 + i) });
    await writer.kill();
    expect(told.readable.at(-1)).toEqual([1, 50]);
    expect(await follow(path, [16, 16], 100)).toMatchObject({
      indices: upTo(50),
      wrong: [],
      end: { reason: 'idle-timeout' },
    });
  });

  it.runIf(process.platform === 'linux')('of a disk that gets full: a fault, and what was readable stays', async () => {
    await using folder = await ScratchFolder.create();
    await using writer = start();
    const path = folder.file('results.h5');
    const results = { image: { dtype: 'uint16' as const, shape: [64, 64] } };
    await writer.step({ do: 'create', path, maxShape: [null], results, flushEveryMs: 0 });
    await writer.step({ do: 'limitFileSize', bytes: 2 ** 20 });
    let readable = 0;
    let answer: ResultAnswer = { readable: [] };
    for (let index = 0; index < 200 && answer.code === undefined; index++) {
      answer = await writer.step({ do: 'write', points: [index] });
      readable = answer.readable.at(-1)?.[1] ?? readable;
    }
    expect(answer.code).toBe('NO_SPACE');
    expect(readable).toBeGreaterThan(100);
    const rightOnes = { indices: upTo(readable), wrong: [] };
    expect(await follow(path, [64, 64], 100)).toMatchObject(rightOnes);
    // Room comes too late: HDF5 may have lost what it could not write.
    await writer.step({ do: 'limitFileSize', bytes: 2 ** 30 });
    const refused = { code: 'NO_SPACE', readable: [] };
    expect(await writer.step({ do: 'write', points: [readable] })).toEqual(refused);
    expect(await writer.step({ do: 'finish' })).toEqual(refused);
    await writer.step({ do: 'close' });
    expect(await writer.end()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await follow(path, [64, 64], 100)).toMatchObject(rightOnes);
  });
});
