import { deflate, dtypes, openFile, type Dataset, type Hdf5File, type NamedDtypes } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { CallThread } from '../src/call-thread.js';
import { nativeAdapter } from '../src/index.js';
import { openIdentifiers, type OpenIdentifiers } from './open-identifiers.js';
import { scratchFolder } from './scratch-folder.js';

const adapter = nativeAdapter();
const length = 2_000_000;

describe.skipIf(!hasInteropGroup('library'))('a long read that is under way', () => {
  const pathOf = scratchFolder();
  const path = pathOf('long.h5');
  let open: OpenIdentifiers;

  beforeAll(async () => {
    open = await openIdentifiers();
    await using file = await openFile(path, { adapter, mode: 'w' });
    const data = Uint16Array.from({ length }, (_, i) => i % 1000);
    const filters = [deflate(1)];
    await file.root.createDataset('long', { dtype: dtypes.uint16, shape: [length], chunks: [50_000], filters, data });
  });

  async function opened(): Promise<{ file: Hdf5File; long: Dataset<NamedDtypes['uint16']> }> {
    const file = await openFile(path, { adapter, mode: 'r', swmr: true });
    return { file, long: await file.dataset('/long', 'uint16') };
  }

  function isRight(data: Uint16Array): boolean {
    return data.length === length && data.every((value, i) => value === i % 1000);
  }

  it('does not stop the event loop', async () => {
    const { file, long } = await opened();
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    for (let i = 0; i < 5; i++) await long.read();
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    await file.close();
  });

  it('gets right values where the file is closed meanwhile, and later ones are told so', async () => {
    const { file, long } = await opened();
    const first = long.read();
    const queued = [long.read(), long.read()];
    const closed = file.close();
    await Promise.resolve();
    const late = long.read();
    const outcomes = await Promise.allSettled([first, ...queued, late]);
    await closed;
    const [under, ...others] = outcomes;
    expect(under?.status === 'fulfilled' && isRight(under.value.data)).toBe(true);
    for (const outcome of others) {
      if (outcome.status === 'fulfilled') expect(isRight(outcome.value.data)).toBe(true);
      else expect(outcome.reason).toMatchObject({ code: 'CLOSED' });
    }
    expect(others.at(-1)?.status).toBe('rejected');
    expect(open.objects()).toBe(0);
  });

  it('is not disturbed by refreshes, other readers and other files', async () => {
    const { file, long } = await opened();
    const reads: Promise<boolean>[] = [];
    for (let i = 0; i < 6; i++) {
      reads.push(long.read().then(({ data }) => isRight(data)));
      await (i % 2 === 0 ? long.refresh() : file.refresh());
      const other = await opened();
      reads.push(other.long.read([[10, 20]]).then(({ data }) => data[0] === 10));
      reads.push(other.file.close().then(() => true));
    }
    expect(await Promise.all(reads)).toEqual(reads.map(() => true));
    await file.close();
    expect(open.objects()).toBe(0);
  });

  it('writes into the memory of the caller', async () => {
    const { file, long } = await opened();
    const into = new Uint16Array(length);
    const { data } = await long.read(undefined, { into });
    expect(data).toBe(into);
    expect(isRight(into)).toBe(true);
    await file.close();
  });

  it('waits for what writes, and is read as written', async () => {
    const written = pathOf('written.h5');
    await using file = await openFile(written, { adapter, mode: 'w' });
    const data = Uint16Array.from({ length }, (_, i) => i % 1000);
    const filters = [deflate(1)];
    const layout = { dtype: dtypes.uint16, shape: [length], chunks: [50_000], filters };
    const long = await file.root.createDataset('long', layout);
    const write = long.write(null, data);
    const read = long.read();
    await write;
    expect(isRight((await read).data)).toBe(true);
  });

  it('does not begin where its signal was aborted before', async () => {
    const { file, long } = await opened();
    const signal = AbortSignal.abort(new Error('not any more'));
    await expect(long.read(undefined, { signal })).rejects.toThrow('not any more');
    await expect(openFile(path, { adapter, mode: 'r', signal })).rejects.toThrow('not any more');
    await file.close();
    await using writer = await openFile(path, { adapter, mode: 'r+' });
    const own = await writer.dataset('/long', 'uint16');
    await expect(own.write([0], new Uint16Array(1), { signal })).rejects.toThrow('not any more');
    expect((await own.read([0])).data[0]).toBe(0);
  });

  it('is told as a fault where its thread cannot be had', async () => {
    const { Hdf5Library } = await import('../src/c/hdf5-library.js');
    const { loadLibrary } = await import('../src/library/load-library.js');
    const loaded = await loadLibrary();
    const thread = new CallThread(new Hdf5Library({ ...loaded, name: '/no/such/libhdf5.so' }));
    const fault = (): Promise<unknown> =>
      thread.demand({ file: path }, 'no', 'H5Dread', [], new Uint8Array(1)).catch((error: unknown) => error);
    // The next call starts another one, and the end of the first is not taken for that of the second.
    for (let i = 0; i < 3; i++) {
      const error = await fault();
      expect(error).toMatchObject({ code: 'BACKEND_UNAVAILABLE' });
      expect(String((error as Error).cause)).toContain('Failed to load shared library');
    }
  });
});
