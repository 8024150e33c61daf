import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dtypes, Hdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { untilReadable, whenReadable } from '@h5tail/frames';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { SimulatedClock } from '../../../follower/test/simulated-clock.js';

const folder = await mkdtemp(join(tmpdir(), 'h5tail-readable-'));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, `${files++}.h5`);

async function createScan(path: string, adapter: Hdf5Adapter): Promise<Hdf5File> {
  const file = await openFile(path, { adapter, mode: 'w' });
  await file.root.createDataset('entry/keys', { dtype: dtypes.int32, shape: [4], chunks: [4] });
  return file;
}

describe.each(testBackends)('whenReadable on $name', ({ createAdapter }) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it('says yes of a file with all datasets, and leaves nothing open', async () => {
    const path = newPath();
    await (await createScan(path, adapter)).close();
    const datasets = ['/entry/keys', 'entry/keys'];
    expect(await whenReadable(path, { adapter, datasets })).toEqual({ readable: true });
    expect(await whenReadable(path, { adapter })).toEqual({ readable: true });
    // A file that is open cannot be created anew.
    await (await createScan(path, adapter)).close();
  });

  it.each<[string, string, string, boolean, (path: string) => Promise<unknown>]>([
    ['a missing file', '/entry/keys', 'FILE_NOT_FOUND', true, async () => Promise.resolve()],
    ['an empty file', '/entry/keys', 'NOT_HDF5', true, (path) => writeFile(path, '')],
    [
      'a missing dataset',
      '/entry/data',
      'OBJECT_NOT_FOUND',
      true,
      async (path) => (await createScan(path, adapter)).close(),
    ],
    ['a group', '/entry', 'WRONG_KIND', false, async (path) => (await createScan(path, adapter)).close()],
  ])('says why not of %s', async (_, dataset, code, timedOut, prepare) => {
    const path = newPath();
    await prepare(path);
    const state = await whenReadable(path, { adapter, datasets: ['/entry/keys', dataset], timeoutMs: 30 });
    expect(state).toMatchObject({ readable: false, error: { code, file: path }, timedOut });
  });

  it('tries once where there is no time', async () => {
    const path = newPath();
    const missing = await whenReadable(path, { adapter, datasets: [], timeoutMs: 0 });
    expect(missing).toMatchObject({ readable: false, error: { code: 'FILE_NOT_FOUND' }, timedOut: true });
    await (await createScan(path, adapter)).close();
    expect(await whenReadable(path, { adapter, datasets: ['/entry/keys'], timeoutMs: 0 })).toEqual({ readable: true });
  });

  const python = pythonForInterop();
  it.skipIf(python === undefined)('waits for a writer of another process to start SWMR mode', async () => {
    const path = newPath();
    await using writer = await LiveWriter.start({ python: python as string });
    const codes: string[] = [];
    const clock = new SimulatedClock();
    clock.at(20, () =>
      writer.step({ do: 'create', path, datasets: [{ path: '/keys', dtype: 'int32', shape: [3], chunks: [3] }] }),
    );
    clock.at(50, () => writer.step({ do: 'swmr' }));
    const onWait = ({ code }: Hdf5Error): number => codes.push(code);
    const options = { adapter, datasets: ['/keys'], timeoutMs: 1000, clock, onWait };
    expect(await whenReadable(path, options)).toEqual({ readable: true });
    expect(codes[0]).toBe('FILE_NOT_FOUND');
    expect(codes.at(-1)).toBe('NOT_SWMR_READABLE');
  });

  it('refuses a text in place of a list', async () => {
    const datasets = '/entry/keys' as unknown as string[];
    await expect(whenReadable(newPath(), { adapter, datasets })).rejects.toThrow(TypeError);
    // @ts-expect-error A text is no list of texts.
    await expect(whenReadable(newPath(), { adapter, datasets: '/entry/keys' })).rejects.toThrow(/list of paths/);
    await expect(whenReadable(newPath(), { adapter, timeoutMs: Number.NaN })).rejects.toThrow(RangeError);
  });
});

describe('untilReadable', () => {
  const missing = new Hdf5Error('FILE_NOT_FOUND', 'no such file');
  const fail = (fault: Error) => (): Promise<never> => Promise.reject(fault);

  it('waits longer and longer, up to the time given, and looks once more then', async () => {
    const clock = new SimulatedClock();
    expect(await untilReadable(fail(missing), { timeoutMs: 400, clock })).toEqual({
      readable: false,
      error: missing,
      timedOut: true,
    });
    expect(clock.sleeps).toEqual([5, 10, 20, 40, 80, 100, 100, 45]);
  });

  it('gives what was opened', async () => {
    const disk = new MemoryDisk();
    const clock = new SimulatedClock();
    const adapter = memoryAdapter({ disk });
    clock.at(30, async () => (await createScan('/scan.h5', adapter)).close());
    const state = await untilReadable(() => openFile('/scan.h5', { adapter, mode: 'r' }), { clock });
    expect(state).toMatchObject({ readable: true, value: { path: '/scan.h5', status: 'open' } });
  });

  it('waits for a file only if it shall', async () => {
    const options = { clock: new SimulatedClock(), waitForFile: false };
    expect(await untilReadable(fail(missing), options)).toMatchObject({ error: missing, timedOut: false });
    const busy = new Hdf5Error('NOT_SWMR_READABLE', 'not yet');
    expect(await untilReadable(fail(busy), { ...options, timeoutMs: 50 })).toMatchObject({
      error: busy,
      timedOut: true,
    });
  });

  it('waits not where that cannot help, and throws what is no fault of a file', async () => {
    const denied = new Hdf5Error('PERMISSION_DENIED', 'no');
    const clock = new SimulatedClock();
    expect(await untilReadable(fail(denied), { clock })).toEqual({ readable: false, error: denied, timedOut: false });
    await expect(untilReadable(fail(new TypeError('mistake')), { clock })).rejects.toThrow('mistake');
    expect(clock.sleeps).toEqual([]);
  });

  it('ends with the reason of its signal', async () => {
    const clock = new SimulatedClock();
    const controller = new AbortController();
    clock.at(12, () => controller.abort(new Error('enough')));
    await expect(untilReadable(fail(missing), { clock, signal: controller.signal })).rejects.toThrow('enough');
    let attempts = 0;
    const count = (): Promise<void> => Promise.resolve(void attempts++);
    await expect(untilReadable(count, { signal: controller.signal })).rejects.toThrow('enough');
    expect(attempts).toBe(0);
  });
});
