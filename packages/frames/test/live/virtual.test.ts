import { writeFile } from 'node:fs/promises';
import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { framePattern, LiveWriter, pythonForInterop, type SourcesSpec } from '@h5tail/adapter-conformance/live-writer';
import { systemClock, type Clock } from '@h5tail/follower';
import { DataSource, type DataSourceOptions } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { collect } from '../../../follower/test/collect.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { followSources, type ChosenDatasets } from './live-run.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const scan = {
  key: '/entry/keys',
  data: '/frames',
  sources: 3,
  file: 'source-%b.h5',
  virtual: '/entry/data',
  links: true,
  frames: 1200,
  frameShape: [3, 4],
  dtype: 'int32' as const,
  // No frame holds it.
  virtualFill: -1,
};

const virtual = async (file: Hdf5File): Promise<ChosenDatasets> => ({
  datasets: { virtual: await file.dataset('/entry/data') },
});
const links = async (file: Hdf5File): Promise<ChosenDatasets> => ({
  interleaved: { linked: await Promise.all(upTo(3).map((source) => file.dataset(`/links/${source}`))) },
});
const both = async (file: Hdf5File): Promise<ChosenDatasets> => ({ ...(await virtual(file)), ...(await links(file)) });

const turns = { mapping: 'turns' as const };
const blocks = { mapping: 'blocks' as const };
const growing = { growing: true, bounded: true };
const created = { late: 'created' as const };
const renamed = { late: 'renamed' as const };
const unlimited = { growing: true, unlimited: true };

describe.skipIf(python === undefined).each(testBackends)('frames of three live files on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each([
    ['in turns, preallocated', turns, virtual],
    ['in blocks, preallocated', blocks, virtual],
    ['in turns, growing', { ...turns, ...growing, filters: ['gzip:1'] }, virtual],
    ['in blocks, growing', { ...blocks, ...growing }, virtual],
    ['in turns, without limits, keys too', { ...turns, ...unlimited, growingKeys: true }, virtual],
    ['in blocks with numbered names', { ...blocks, unlimited: true }, virtual],
    ['in blocks with numbered names, growing', { ...blocks, ...unlimited }, virtual],
    ['in turns, in files that come later', { ...turns, ...growing, ...created }, virtual],
    ['in blocks, in files that come later', { ...blocks, ...created }, virtual],
    ['in turns, without limits, in files that come later', { ...turns, ...unlimited, ...renamed }, virtual],
    ['in blocks with numbered names that come later', { ...blocks, unlimited: true, ...renamed }, virtual],
    ['through external links', { ...turns, ...growing }, links],
    ['through external links and a virtual dataset, growing', { ...turns, ...growing }, both],
    ['through external links and an unlimited virtual dataset', { ...turns, ...unlimited }, both],
  ])('%s: all as they were written', async (_, layout, choose) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...scan, ...layout, path: folder.file('master.h5') };
    const afterwards = 'growingKeys' in layout ? 'close' : 'leave';
    const run = await followSources(python as string, adapter, spec, choose, { afterwards });
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(scan.frames));
    expect(run.end?.reason).toBe(afterwards === 'close' ? 'closed' : 'complete');
  });

  /** A scan of 9 points with three sources whose first frame is written, and the first two keys. */
  async function withoutSecond(
    folder: ScratchFolder,
    layout: Partial<SourcesSpec>,
    options: Partial<DataSourceOptions> = {},
  ): Promise<{ writer: LiveWriter; file: Hdf5File; source: DataSource }> {
    const spec = { ...scan, frames: 9, ...layout, path: folder.file('master.h5') };
    const writer = await LiveWriter.start({ python: python as string });
    await writer.step({ do: 'create_sources', ...spec });
    await writer.step({ do: 'source_frame', index: 0 });
    const file = await openFile(spec.path, { adapter, mode: 'r', swmr: true });
    await setKeys(writer, [0, 1]);
    const source = new DataSource({ keys: [await file.dataset(scan.key)], ...(await virtual(file)), ...options });
    return { writer, file, source };
  }

  async function setKeys(writer: LiveWriter, indices: readonly number[]): Promise<void> {
    for (const index of indices) {
      await writer.step({ do: 'write', dataset: scan.key, selection: [index], data: [index + 1] });
    }
    await writer.step({ do: 'flush', dataset: scan.key });
  }

  it.each([
    ['no file yet', created],
    ['a file that is empty yet', created],
    ['no file yet, and the virtual dataset has no limit', { ...unlimited, ...renamed }],
    ['no frame yet', growing],
    ['no frame yet, and the virtual dataset has no limit', unlimited],
  ])('a source with %s is waited for, although the key is set', async (has, layout) => {
    await using folder = await ScratchFolder.create();
    const [clock, hasSlept] = noticingClock();
    const { writer, file, source } = await withoutSecond(folder, layout, { clock });
    await using _closing = file;
    await using _ending = writer;
    // Where the virtual dataset has no limit, a later source makes it long enough.
    await writer.step({ do: 'source_frame', index: 2 });
    if (has === 'a file that is empty yet') await writeFile(folder.file('source-1.h5'), '');
    const points = source[Symbol.asyncIterator]();
    for (const index of [0, 1]) {
      const slept = hasSlept();
      const next = points.next();
      if (index === 1) {
        await slept;
        await writer.step({ do: 'source_frame', index });
      }
      const { value } = await next;
      expect(value?.index).toBe(index);
      expect(value?.frames.get('virtual').data).toEqual(framePattern(index, scan.frameShape, scan.dtype));
    }
    await points.return?.();
  });

  it('a source that does not come is told, and nothing is handed out for it', async () => {
    await using folder = await ScratchFolder.create();
    const { writer, file, source } = await withoutSecond(folder, { ...created }, { retryBudgetMs: 20 });
    await using _closing = file;
    await using _ending = writer;
    const points = source[Symbol.asyncIterator]();
    expect((await points.next()).value?.index).toBe(0);
    await expect(points.next()).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 1, object: scan.virtual });
    expect(source.follower.position).toBe(1);
  });

  async function dataOf(source: DataSource): Promise<unknown[]> {
    return (await collect(source)).map(({ frames }) => frames.get('virtual')?.data);
  }

  it('fill values are handed out on request', async () => {
    await using folder = await ScratchFolder.create();
    const { writer, file, source } = await withoutSecond(folder, created, { fillFrames: 'read', timeoutMs: 0 });
    await using _closing = file;
    await using _ending = writer;
    const filled = new Int32Array(12).fill(scan.virtualFill);
    expect(await dataOf(source)).toEqual([framePattern(0, scan.frameShape, scan.dtype), filled]);
  });

  it('frames of zeros are data where all source files are there', async () => {
    await using folder = await ScratchFolder.create();
    const { writer, file, source } = await withoutSecond(folder, {}, { timeoutMs: 0, retryBudgetMs: 10_000 });
    await using _closing = file;
    await using _ending = writer;
    expect(await dataOf(source)).toEqual([framePattern(0, scan.frameShape, scan.dtype), new Int32Array(12)]);
  });
});

/** A clock, and a promise of the next time that somebody sleeps by it. */
function noticingClock(): [Clock, () => Promise<void>] {
  let notice = (): void => undefined;
  const clock: Clock = {
    now: () => systemClock.now(),
    sleep: (ms, signal) => {
      if (ms > 0) notice();
      return systemClock.sleep(ms, signal);
    },
  };
  return [clock, () => new Promise((resolve) => (notice = resolve))];
}
