import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop, type ScanSpec } from '@h5tail/adapter-conformance/live-writer';
import { DataSource, type DataSourceOptions } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { checkFrames } from './check-frames.js';
import { builtProgram } from './program-bundle.js';
import type { FollowTask } from './programs/follow-frames.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const scan = {
  data: '/entry/data',
  keys: ['/entry/key'],
  frameShape: [2, 2],
  dtype: 'uint16' as const,
  growing: true,
  bounded: true,
};

const no = (): boolean => false;

type Followed = Awaited<ReturnType<typeof checkFrames>>;
type Told = Pick<Followed, 'indices' | 'wrong'>;

const program = builtProgram('follow-frames');

// Only a hang takes so long, or a machine with much else to do.
const timeout = 120_000;

describe.skipIf(python === undefined).each(testBackends)('many followers of one writer on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  async function begin(folder: ScratchFolder, changes: Partial<ScanSpec>): Promise<[LiveWriter, ScanSpec, string]> {
    const path = folder.file('scan.h5');
    const writer = await LiveWriter.start({ python: python as string });
    const spec = { ...scan, frames: 20_000, ...changes };
    await writer.step({ do: 'create_scan', path, ...spec });
    return [writer, spec, path];
  }

  async function follow(
    file: Hdf5File,
    isWriting: () => boolean,
    options: Partial<DataSourceOptions> = {},
  ): Promise<Followed> {
    const datasets = { data: await file.dataset(scan.data) };
    const source = new DataSource({ keys: [await file.dataset('/entry/key')], datasets, ...options });
    return checkFrames(source, scan, { isWriting });
  }

  function expectAll(runs: readonly Told[], indices: readonly number[]): void {
    for (const [follower, run] of runs.entries()) {
      expect(run.wrong, `frames of follower ${follower}`).toEqual([]);
      // One comparison of lists, not one of each number.
      expect(run.indices.join()).toBe(indices.join());
    }
  }

  it('16 in one process see each of 20,000 frames once, as it was written', { timeout }, async () => {
    await using folder = await ScratchFolder.create();
    const [writer, spec, path] = await begin(folder, {});
    await using _ending = writer;
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    let isWriting = true;
    const runs = upTo(16).map(() => follow(file, () => isWriting));
    await writer.scan(spec).done;
    isWriting = false;
    const all = await Promise.all(runs);
    expectAll(all, upTo(20_000));
    // Every one of them kept up with the writer, more or less.
    for (const { readLive } of all) expect(readLive).toBeGreaterThan(1000);
  });

  it('two of one dataset, on two opens of the file, compressed', { timeout }, async () => {
    await using folder = await ScratchFolder.create();
    const [writer, spec, path] = await begin(folder, { frames: 3000, filters: ['gzip:1'] });
    await using _ending = writer;
    await using first = await openFile(path, { adapter, mode: 'r', swmr: true });
    await using second = await openFile(path, { adapter, mode: 'r', swmr: true });
    const runs = [follow(first, no), follow(second, no), follow(second, no, { memory: 'reused' })];
    await writer.scan(spec).done;
    expectAll(await Promise.all(runs), upTo(3000));
  });

  /** What a follower in a thread of its own tells at the end; once it has opened the file. */
  async function startThread(path: string, data = scan.data): Promise<() => Promise<Told>> {
    const { frameShape, dtype } = scan;
    const task: FollowTask = { backend: backend.name, path, key: '/entry/key', data, frameShape, dtype, options: {} };
    const worker = new Worker(program.address(), { workerData: task });
    const ended = once(worker, 'exit');
    await once(worker, 'message');
    const told = once(worker, 'message').then(async ([message]) => {
      // By itself.
      expect(await ended).toEqual([0]);
      return message as Told;
    });
    told.catch(() => undefined);
    return () => told;
  }

  it.each([
    ['growing', {}],
    ['preallocated, compressed', { growing: false, filters: ['gzip:1'] }],
  ])('four in threads and three in the main thread, %s', { timeout }, async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const [writer, spec, path] = await begin(folder, { frames: 2000, ...layout });
    await using _ending = writer;
    const threads = await Promise.all(upTo(4).map(() => startThread(path)));
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const own = upTo(3).map(() => follow(file, no));
    await writer.scan(spec).done;
    expectAll(await Promise.all([...own, ...threads.map((told) => told())]), upTo(2000));
  });

  it.each([
    ['growing', { growing: true, bounded: true }],
    ['preallocated', {}],
    ['without limits', { growing: true, unlimited: true }],
  ])(
    'four in threads and one in the main thread, through a virtual dataset over three live files, %s',
    { timeout },
    async (_, layout) => {
      await using folder = await ScratchFolder.create();
      const path = folder.file('master.h5');
      await using writer = await LiveWriter.start({ python: python as string });
      const { frameShape, dtype } = scan;
      const sources = { data: '/data', sources: 3, file: 'source-%b.h5', virtual: '/virtual', virtualFill: 7 };
      const frames = 900;
      await writer.step({
        do: 'create_sources',
        path,
        key: '/entry/key',
        ...sources,
        frames,
        frameShape,
        dtype,
        ...layout,
      });
      const threads = await Promise.all(upTo(4).map(() => startThread(path, '/virtual')));
      await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
      const datasets = { data: await file.dataset('/virtual') };
      const own = checkFrames(new DataSource({ keys: [await file.dataset('/entry/key')], datasets }), scan);
      await writer.scanSources(0, frames).done;
      expectAll(await Promise.all([own, ...threads.map((told) => told())]), upTo(frames));
    },
  );
});
