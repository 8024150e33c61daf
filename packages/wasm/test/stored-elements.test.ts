import { renameSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { dtypes, openFile, type Columns, type Dataset } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import { loadLibrary } from '../src/load-library.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const pathOf = scratchFolder();
const adapter = wasmAdapter();
const side = 128;
const frame = side * side;

async function write(path: string, count: number, add = 0): Promise<Uint16Array> {
  const data = Uint16Array.from({ length: count * frame }, (_, i) => (i * 40_503 + add) % 65_521);
  await using file = await openFile(path, { adapter, mode: 'w' });
  const shape = [count, side, side];
  const options = { dtype: dtypes.uint16, shape, data };
  await file.root.createDataset('frames', { ...options, chunks: [1, side, side], maxShape: [null, side, side] });
  await file.root.createDataset('contiguous', options);
  return data;
}

/** 0 where they are the same; fast, unlike comparing element by element. */
function compareBytes(left: Uint16Array, right: Uint16Array): number {
  const bytesOf = (array: Uint16Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return Buffer.compare(bytesOf(left), bytesOf(right));
}

let reads: MockInstance;
beforeEach(async () => {
  reads = vi.spyOn((await loadLibrary()).module, 'get_dataset_data');
});
afterEach(() => {
  reads.mockRestore();
});

describe('elements that are stored as memory holds them', () => {
  it.each(['frames', 'contiguous'])('are read past HDF5, but for the first read of a small part: %s', async (name) => {
    const data = await write(pathOf(`${name}.h5`), 20);
    await using file = await openFile(pathOf(`${name}.h5`), { adapter, mode: 'r' });
    const dataset = await file.dataset(name, 'uint16');
    const into = new Uint16Array(frame);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 20; i++) {
        const wanted = data.subarray(i * frame, (i + 1) * frame);
        expect(compareBytes((await dataset.read([i])).data, wanted)).toBe(0);
        expect((await dataset.read([i], { into })).data).toBe(into);
        expect(compareBytes(into, wanted)).toBe(0);
      }
      expect((await dataset.read([[3, 19, 4]])).data).toEqual(
        Uint16Array.from({ length: 4 * frame }, (_, i) => data[(3 + 4 * Math.floor(i / frame)) * frame + (i % frame)] ?? 0),
      );
      expect(compareBytes((await dataset.read()).data, data)).toBe(0);
      expect(reads).toHaveBeenCalledTimes(round + 1);
      await dataset.refresh();
    }
  });

  it('go through HDF5 where this process writes them', async () => {
    const path = pathOf('written.h5');
    await using writer = await openFile(path, { adapter, mode: 'w' });
    const shape = [4, side, side];
    const written = await writer.root.createDataset('d', { dtype: dtypes.uint16, shape, chunks: [1, side, side] });
    await writer.startSwmrWrite();
    await using reader = await openFile(path, { adapter, mode: 'r', swmr: true });
    const read = await reader.dataset('d', 'uint16');
    for (let i = 0; i < 4; i++) {
      const data = new Uint16Array(frame).fill(i + 1);
      await written.write([i], data);
      for (const dataset of [written, read]) expect((await dataset.read([i])).data).toEqual(data);
    }
    expect(reads).toHaveBeenCalledTimes(8);
  });

  it('go through HDF5 behind a link to another file', async () => {
    const data = await write(pathOf('target.h5'), 4);
    const writer = await openFile(pathOf('link.h5'), { adapter, mode: 'w' });
    await writer.root.createExternalLink('d', pathOf('target.h5'), '/frames');
    await writer.close();
    await using file = await openFile(pathOf('link.h5'), { adapter, mode: 'r' });
    const dataset = await file.dataset('d', 'uint16');
    for (let i = 0; i < 4; i++) expect((await dataset.read([i])).data).toEqual(data.slice(i * frame, (i + 1) * frame));
    expect(reads).toHaveBeenCalledTimes(4);
  });

  it('are right after the file was replaced and opened again', async () => {
    const path = pathOf('replaced.h5');
    await write(path, 4);
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const dataset = await file.dataset('frames', 'uint16');
    await dataset.read([[0, 4]]);
    await dataset.read([1]);
    const data = await write(pathOf('other.h5'), 4, 7);
    renameSync(pathOf('other.h5'), path);
    await expect(dataset.refresh()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
    await expect(dataset.read([1])).rejects.toMatchObject({ code: 'FILE_REPLACED' });
    await using again = await openFile(path, { adapter, mode: 'r' });
    const other = await again.dataset('frames', 'uint16');
    expect((await other.read()).data).toEqual(data);
    expect((await other.read([3])).data).toEqual(data.slice(3 * frame));
  });

  it('are read beside the event loop from 4 MiB on, whatever becomes of the file meanwhile', async () => {
    const path = pathOf('long.h5');
    const count = 160;
    const data = await write(path, count);
    const file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const dataset = await file.dataset('frames', 'uint16');
    const order: string[] = [];
    const long = dataset.read().then(({ data: read }) => {
      order.push('read');
      return read;
    });
    const into = new Uint16Array(count * frame);
    const longInto = dataset.read([], { into });
    const turn = new Promise<void>((resolve) => setImmediate(resolve)).then(() => order.push('turn'));
    await dataset.refresh();
    await Promise.all([turn, file.close()]);
    expect(compareBytes(await long, data)).toBe(0);
    expect((await longInto).data).toBe(into);
    expect(compareBytes(into, data)).toBe(0);
    expect(order).toEqual(['turn', 'read']);
    expect(reads).not.toHaveBeenCalled();
  });
});

describe.skipIf(python === undefined)('elements that h5py wrote', () => {
  const write = `
import sys, h5py, numpy as np
with h5py.File(sys.argv[1], 'w', libver='latest') as file:
    numbers = np.arange(64 * 64 * 10).reshape(10, 64, 64)
    for dtype in '>u2', '<i8', '>f4', '<f2', '>f2', '|i1':
        file.create_dataset(dtype, data=(numbers % 120).astype(dtype), chunks=(1, 64, 64))
    pairs = np.zeros(5000, [('a', '<i2'), ('b', '>f8'), ('c', 'S3')])
    pairs['a'], pairs['b'], pairs['c'] = np.arange(5000), np.arange(5000) / 4, b'xy'
    file.create_dataset('pairs', data=pairs, chunks=(500,))
    file.create_dataset('texts', data=np.array([b'%05d' % i for i in range(5000)]))
    file.create_dataset('scale', data=numbers.astype('i4'), chunks=(1, 64, 64), shuffle=True)
    space = h5py.h5s.create_simple((3, 4096))
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_layout(h5py.h5d.COMPACT)
    h5py.h5d.create(file.id, b'compact', h5py.h5t.STD_U8LE, space, creation)
    file['compact'][:] = np.arange(3 * 4096).reshape(3, 4096) % 251
`;

  it('of every kind of number, record and text', async () => {
    const path = pathOf('kinds.h5');
    execFileSync(python as string, ['-c', write, path]);
    await using file = await openFile(path, { adapter, mode: 'r' });
    const numbers = Array.from({ length: 40_960 }, (_, i) => i % 120);
    for (const name of ['>u2', '<i8', '>f4', '<f2', '>f2', '|i1', 'scale']) {
      const dataset: Dataset = await file.dataset(name);
      const wanted = name === 'scale' ? numbers.map((_, i) => i) : numbers;
      const { data } = await dataset.read();
      expect(Array.from(data as ArrayLike<number | bigint>, Number), name).toEqual(wanted);
      const into = (data as Uint16Array).slice(0, 8192).fill(name === '<i8' ? (0n as unknown as number) : 0);
      await dataset.read([[3, 5]], { into: into as never });
      expect(Array.from(into, Number), name).toEqual(wanted.slice(3 * 4096, 5 * 4096));
    }
    // Both reads behind the filter, and of all others but the largest the first one.
    expect(reads).toHaveBeenCalledTimes(2 + 5);
    reads.mockClear();
    const pairs = await file.dataset('pairs');
    for (const start of [0, 400]) {
      const columns = (await pairs.read([[start, start + 4000]])).data as Columns;
      expect(columns.get('a')).toEqual(Int16Array.from({ length: 4000 }, (_, i) => i + start));
      expect(columns.get('b')).toEqual(Float64Array.from({ length: 4000 }, (_, i) => (i + start) / 4));
      expect(columns.get('c')).toEqual(Array.from({ length: 4000 }, () => 'xy'));
    }
    const texts = await file.dataset('texts');
    for (const start of [0, 1]) {
      const { data } = await texts.read([[start, 5000]]);
      expect(data).toEqual(Array.from({ length: 5000 - start }, (_, i) => String(i + start).padStart(5, '0')));
    }
    const compact = await file.dataset('compact', 'uint8');
    for (const row of [0, 1, 2]) {
      expect((await compact.read([row])).data).toEqual(Uint8Array.from({ length: 4096 }, (_, i) => (row * 4096 + i) % 251));
    }
  });
});
