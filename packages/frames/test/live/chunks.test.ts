import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop, type DatasetSpec } from '@h5tail/adapter-conformance/live-writer';
import { ChunkSource, type ChunkItem } from '@h5tail/frames';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { collect } from '../../../follower/test/collect.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const frameShape = [4, 5];
const frameSize = 20;

/** Elements of frames `start` to `stop - 1`: each is its place in the dataset, and one more than that is never zero. */
function elements(start: number, stop: number, size = frameSize): number[] {
  return upTo((stop - start) * size).map((i) => start * size + i + 1);
}

function stack(path: string, changes: Partial<DatasetSpec> = {}): DatasetSpec {
  return {
    path,
    dtype: 'int32',
    shape: [0, ...frameShape],
    maxShape: [null, ...frameShape],
    chunks: [10, ...frameShape],
    ...changes,
  };
}

/** Lets the dataset grow to `stop` frames, writes those from `start` on, and flushes. */
async function append(
  writer: LiveWriter,
  dataset: string,
  start: number,
  stop: number,
  shape = frameShape,
): Promise<void> {
  const size = shape.reduce((product, extent) => product * extent, 1);
  await writer.step({ do: 'resize', dataset, shape: [stop, ...shape] });
  const data = elements(start, stop, size);
  await writer.step({ do: 'write', dataset, selection: [[start, stop]], data });
  await writer.step({ do: 'flush', dataset });
}

function expectItem(item: ChunkItem, start: number, stop: number): void {
  expect(item).toMatchObject({ index: start, slice: [[start, stop]] });
  const slab = item.slabs.get('data');
  expect(slab?.shape).toEqual([stop - start, ...frameShape]);
  expect(slab?.data).toEqual(Int32Array.from(elements(start, stop)));
}

describe.skipIf(python === undefined).each(testBackends)('chunks without keys on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  /** A live file in SWMR mode with these datasets. */
  async function live(folder: ScratchFolder, datasets: readonly DatasetSpec[]): Promise<[LiveWriter, Hdf5File]> {
    const path = folder.file('chunks.h5');
    const writer = await LiveWriter.start({ python: python as string });
    await writer.step({ do: 'create', path, datasets });
    await writer.step({ do: 'swmr' });
    return [writer, await openFile(path, { adapter, mode: 'r', swmr: true })];
  }

  it('of 25 frames in chunks of ten come as 10, 10 and 5', async () => {
    await using folder = await ScratchFolder.create();
    const [writer, file] = await live(folder, [
      stack('/data', { shape: [25, ...frameShape], maxShape: [25, ...frameShape] }),
    ]);
    await append(writer, '/data', 0, 25);
    await using _closing = file;
    await using _ending = writer;
    const source = new ChunkSource({ datasets: { data: await file.dataset('/data', 'int32') }, timeoutMs: 0 });
    const items = await collect(source);
    expect(items.map(({ index, slice }) => [index, slice])).toEqual([
      [0, [[0, 10]]],
      [10, [[10, 20]]],
      [20, [[20, 25]]],
    ]);
    [10, 20, 25].forEach((stop, i) => expectItem(items[i] as ChunkItem, 10 * i, stop));
    expect(items[0]?.maxShape).toEqual([25]);
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it.each([
    ['plain', []],
    ['compressed', ['shuffle', 'gzip:4']],
  ])('come as soon as they are whole: 250 frames in 25 chunks, written in pieces, %s', async (_, filters) => {
    await using folder = await ScratchFolder.create();
    const [writer, file] = await live(folder, [stack('/data', { filters })]);
    await using _closing = file;
    await using _ending = writer;
    const source = new ChunkSource({ datasets: { data: await file.dataset('/data', 'int32') } });
    const chunks = source[Symbol.asyncIterator]();
    let written = 0;
    for (let chunk = 0; chunk < 25; chunk++) {
      const next = chunks.next();
      // In two pieces: the first does not fill the chunk.
      for (const stop of [10 * chunk + 4, 10 * chunk + 10]) {
        await append(writer, '/data', written, stop);
        written = stop;
      }
      expectItem((await next).value as ChunkItem, 10 * chunk, 10 * chunk + 10);
    }
    const last = chunks.next();
    await writer.step({ do: 'close' });
    expect(await last).toEqual({ done: true, value: undefined });
    expect(source.end).toEqual({ reason: 'closed' });
  });

  it('of different lengths come in windows that end where a chunk of each ends', async () => {
    await using folder = await ScratchFolder.create();
    const scalars: DatasetSpec = { path: '/time', dtype: 'int32', shape: [0], maxShape: [null], chunks: [4] };
    const [writer, file] = await live(folder, [stack('/data'), scalars]);
    await using _closing = file;
    await using _ending = writer;
    const datasets = { data: await file.dataset('/data', 'int32'), time: await file.dataset('/time', 'int32') };
    const source = new ChunkSource({ datasets });
    await append(writer, '/data', 0, 40);
    await append(writer, '/time', 0, 21, []);
    const chunks = source[Symbol.asyncIterator]();
    const first = (await chunks.next()).value as ChunkItem;
    expectItem(first, 0, 20);
    expect(first.slabs.get('time')?.data).toEqual(Int32Array.from(elements(0, 20, 1)));
    const next = chunks.next();
    await append(writer, '/time', 21, 40, []);
    const second = (await next).value as ChunkItem;
    expectItem(second, 20, 40);
    expect(second.slabs.get('time')?.data).toEqual(Int32Array.from(elements(20, 40, 1)));
    await chunks.return?.();
  });

  it('end with what is there when the writer is finished in the middle of a chunk', async () => {
    await using folder = await ScratchFolder.create();
    const flag: DatasetSpec = { path: '/finished', dtype: 'int32', shape: [1] };
    const [writer, file] = await live(folder, [stack('/data', { maxShape: [40, ...frameShape] }), flag]);
    await using _closing = file;
    await using _ending = writer;
    await append(writer, '/data', 0, 25);
    const datasets = { data: await file.dataset('/data', 'int32') };
    const source = new ChunkSource({ datasets, finished: await file.dataset('/finished'), timeoutMs: 0 });
    expect((await collect(source)).map(({ slice }) => slice)).toEqual([[[0, 10]], [[10, 20]]]);
    expect(source.end?.reason).toBe('idle-timeout');
    await writer.step({ do: 'write', dataset: '/finished', data: [1] });
    await writer.step({ do: 'flush', dataset: '/finished' });
    const rest = await collect(source);
    expectItem(rest[0] as ChunkItem, 20, 25);
    expect(rest).toHaveLength(1);
    expect(source.end?.reason).toBe('finished');
  });

  it('are read in part, into the same memory', async () => {
    await using folder = await ScratchFolder.create();
    const [writer, file] = await live(folder, [stack('/data')]);
    await using _closing = file;
    await using _ending = writer;
    await append(writer, '/data', 0, 30);
    await writer.step({ do: 'close' });
    const datasets = { data: await file.dataset('/data', 'int32') };
    const source = new ChunkSource({ datasets, region: [1, [2, 4]], memory: 'reused' });
    const buffers = new Set<ArrayBufferLike>();
    const seen: number[] = [];
    for await (const { slabs } of source) {
      expect(slabs.get('data').shape).toEqual([10, 2]);
      buffers.add(slabs.get('data').data.buffer);
      seen.push(...slabs.get('data').data);
    }
    expect(seen).toEqual(upTo(30).flatMap((frame) => [8, 9].map((place) => 20 * frame + place)));
    expect(buffers.size).toBe(1);
  });
});
