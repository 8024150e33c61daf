import { existsSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { deflate, dtypes, openFile, type Dataset, type OpenFileOptions } from '@h5tail/adapter';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { constants } from '../src/c/constants.js';
import { hdf5Thread } from '../src/hdf5-thread.js';
import { nativeAdapter } from '../src/index.js';
import { openIdentifiers, type OpenIdentifiers } from './open-identifiers.js';
import { scratchFolder } from './scratch-folder.js';

const adapter = nativeAdapter();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../adapter-conformance/fixtures/${name}`, import.meta.url));

/** Files that this process has open, where the system tells it. */
function openDescriptors(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

async function allFail(calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const call of calls) await expect(call()).rejects.toHaveProperty('code');
}

/** The memory that HDF5 and koffi have; that of the engine grows until it suits the work. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}

describe.skipIf(!hasInteropGroup('library'))('identifiers of HDF5', () => {
  const pathOf = scratchFolder();
  const path = pathOf('read.h5');
  let open: OpenIdentifiers;
  beforeAll(async () => {
    open = await openIdentifiers();
    await write(path);
  });

  async function write(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'w' });
    const group = await file.root.createGroup('group');
    await group.attributes.set('title', 'a group');
    const data = await group.createDataset('data', {
      dtype: dtypes.uint16,
      shape: [2, 8],
      maxShape: [null, 8],
      chunks: [1, 8],
      filters: [deflate(1)],
      fillValue: 7,
      data: new Uint16Array(16).fill(3),
    });
    await data.attributes.set('unit', 'mm');
    await data.attributes.set('unit', Float64Array.of(1, 2));
    await file.root.createDataset('names', { dtype: dtypes.string, shape: [2], data: ['first', 'second'] });
  }

  async function openAndClose(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'r', swmr: true });
    await file.dataset('/group/data');
  }

  async function read(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'r', swmr: true });
    const data = await file.dataset('/group/data', 'uint16');
    await data.refresh();
    await data.read([1]);
    await data.chunkInfo?.([1, 0]);
    await data.attributes.get('unit');
    await (await file.group('/group')).children();
  }

  async function readStrings(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'r' });
    const names = await file.dataset('/names', 'string');
    await names.read();
    await file.refresh();
    await names.read([1]);
  }

  async function change(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'r+' });
    const data = await file.dataset('/group/data', 'uint16');
    await file.startSwmrWrite();
    await data.resize([2, 8]);
    await data.write([1], new Uint16Array(8).fill(5));
    await data.flush();
  }

  async function failToOpen(name: string, mode: OpenFileOptions['mode'] = 'r'): Promise<void> {
    await expect(openFile(name, { adapter, mode })).rejects.toHaveProperty('code');
  }

  async function failToRead(name: string): Promise<void> {
    await using file = await openFile(fixture(name), { adapter, mode: 'r' });
    let faults = 0;
    for (const child of await file.root.children()) {
      if (child.kind === 'dataset') await (await file.dataset(child.name)).read().catch(() => faults++);
    }
    expect(faults).toBeGreaterThan(0);
  }

  async function failToFind(): Promise<void> {
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const data = await file.dataset('/group/data');
    await allFail([
      () => file.dataset('/missing'),
      () => file.dataset('/group'),
      () => file.group('/group/data'),
      () => data.read([2]),
      async () => data.readChunk?.([9, 9]),
      () => data.attributes.get('missing'),
    ]);
  }

  async function failToCreate(name: string): Promise<void> {
    await using file = await openFile(name, { adapter, mode: 'w' });
    await file.root.createDataset('data', { dtype: dtypes.uint8, shape: [4] });
    const create = (at: string, options: object = {}): Promise<Dataset> =>
      file.root.createDataset(at, { dtype: dtypes.uint8, shape: [4], ...options });
    await allFail([
      () => create('data'),
      () => create('data/below'),
      () => create('wrong-data', { data: new Uint16Array(4) }),
      () => create('few-data', { data: new Uint8Array(3) }),
      () => create('wide-fill', { fillValue: 1000 }),
      () => create('no-filter', { chunks: [4], filters: [{ id: 60_000, options: [] }] }),
      () => create('opaque', { dtype: { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 } }),
      () => file.root.createGroup('data'),
      () => file.root.attributes.set('number', 'text', { dtype: dtypes.uint8 }),
    ]);
  }

  const faults = async (): Promise<void> => {
    await failToFind();
    await failToCreate(pathOf('failed.h5'));
    await failToRead('corrupt-chunk.h5');
    await failToRead('unknown-filter.h5');
    await failToOpen(pathOf('missing.h5'));
    for (const name of ['not-hdf5.h5', 'empty.h5', 'truncated.h5', 'corrupt-superblock.h5'])
      await failToOpen(fixture(name));
    await failToOpen(pathOf('missing/new.h5'), 'w');
    await failToOpen(fixture('open-for-writing.h5'), 'r+');
  };

  it('are all closed after 10,000 files, and memory does not grow', { timeout: 60_000 }, async () => {
    const work = async (turns: number): Promise<void> => {
      for (let i = 0; i < turns; i++) {
        for (let j = 0; j < 30; j++) await openAndClose(path);
        for (let j = 0; j < 2; j++) await read(path);
        await readStrings(path);
        await write(pathOf('written.h5'));
        await change(pathOf('written.h5'));
      }
    };
    // By then the memory that is needed for a while between two collections of garbage is there.
    await work(120);
    const before = open.others();
    const descriptors = openDescriptors();
    const memoryBefore = memoryInUse();
    await work(260);
    expect(open.objects()).toBe(0);
    expect(open.others()).toEqual(before);
    expect(openDescriptors()).toBe(descriptors);
    expect(memoryInUse() - memoryBefore).toBeLessThan(8 * 2 ** 20);
  });

  it('are all closed after faults', { timeout: 60_000 }, async () => {
    // These are looked at several times before they count.
    for (const name of ['truncated.h5', 'corrupt-superblock.h5']) await failToOpen(fixture(name));
    for (let i = 0; i < 5; i++) await faults();
    const before = open.others();
    const descriptors = openDescriptors();
    const memoryBefore = memoryInUse();
    for (let i = 0; i < 35; i++) await faults();
    expect(open.objects()).toBe(0);
    expect(open.others()).toEqual(before);
    expect(openDescriptors()).toBe(descriptors);
    expect(memoryInUse() - memoryBefore).toBeLessThan(8 * 2 ** 20);
  });

  it('are closed in the opposite order of opening, the file last', async () => {
    const { library } = await hdf5Thread(undefined);
    const many = pathOf('many.h5');
    const names = ['first', 'second', 'third'];
    {
      await using file = await openFile(many, { adapter, mode: 'w' });
      for (const name of names) await file.root.createDataset(name, { dtype: dtypes.uint8, shape: [1] });
    }
    const calls: string[] = [];
    const opened = new Map<unknown, string>();
    const { H5Dopen2, H5Fopen, H5Idec_ref, H5Fclose } = library.c;
    vi.spyOn(library.c, 'H5Dopen2').mockImplementation((...parameters) => {
      const id = H5Dopen2(...parameters);
      opened.set(id, parameters[1]);
      return id;
    });
    vi.spyOn(library.c, 'H5Fopen').mockImplementation((...parameters) => {
      const id = H5Fopen(...parameters);
      opened.set(id, 'file');
      return id;
    });
    const noteClose = (id: unknown): void => {
      const name = opened.get(id);
      if (name !== undefined) calls.push(name);
    };
    vi.spyOn(library.c, 'H5Idec_ref').mockImplementation((id) => (noteClose(id), H5Idec_ref(id)));
    vi.spyOn(library.c, 'H5Fclose').mockImplementation((id) => (noteClose(id), H5Fclose(id)));
    try {
      const file = await openFile(many, { adapter, mode: 'r' });
      for (const name of names) await (await file.dataset(name)).read();
      await file.close();
    } finally {
      vi.restoreAllMocks();
    }
    expect(calls).toEqual(['/third', '/second', '/first', 'file']);
    expect(open.objects()).toBe(0);
  });

  it('of more datasets than stay open are closed too, and are opened again when they are used', async () => {
    const many = pathOf('more.h5');
    const count = 300;
    {
      await using file = await openFile(many, { adapter, mode: 'w' });
      for (let i = 0; i < count; i++) {
        await file.root.createDataset(`d${i}`, { dtype: dtypes.uint16, shape: [1], data: Uint16Array.of(i) });
      }
    }
    const file = await openFile(many, { adapter, mode: 'r', swmr: true });
    const datasets = await Promise.all(Array.from({ length: count }, (_, i) => file.dataset(`d${i}`, 'uint16')));
    expect(open.datasets()).toBe(256);
    for (const [i, dataset] of datasets.entries()) expect((await dataset.read()).data[0]).toBe(i);
    for (const dataset of datasets) await dataset.refresh();
    for (const [i, dataset] of datasets.entries()) expect((await dataset.read()).data[0]).toBe(i);
    await file.close();
    expect(open.objects()).toBe(0);
  });

  it('are counted by HDF5, as the tests here need', async () => {
    const before = open.others();
    const { library } = await hdf5Thread(undefined);
    const file = await openFile(path, { adapter, mode: 'r' });
    await file.dataset('/names');
    expect(open.datasets()).toBe(1);
    expect(open.objects()).toBeGreaterThan(1);
    const space = library.c.H5Screate(constants.H5S_SCALAR);
    expect(open.others()).toMatchObject({ dataspaces: (before['dataspaces'] as number) + 1 });
    library.c.H5Sclose(space);
    await file.close();
    expect(open.others()).toEqual(before);
  });
});
