import { closeSync, copyFileSync, openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isHdf5Error, openFile, type Dataset, type Selection, type Slab } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { DecodePool } from '@h5tail/local-file/decoding';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { makeCompressedFrames, ReadByH5py } from '../../native/test/compressed-frames.js';
import { wasmAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

type Ranges = readonly (readonly [number, number])[];

const python = pythonForInterop();
const adapter = wasmAdapter();
const builtin =
  'deflate shuffle-deflate shuffle-deflate-fletcher32 edges fixed-edges endless several split tiles small u1 i4 i8 f4 f8 big-endian';
const plugins =
  'bitshuffle-u1 bitshuffle-u2 bitshuffle-u4 bitshuffle-f8 bitshuffle-odd bitshuffle-lz4-u1 bitshuffle-lz4-u2 bitshuffle-lz4-u4 ' +
  'bitshuffle-lz4-f8 bitshuffle-lz4-odd bitshuffle-lz4-blocks lz4 lz4-blocks lz4-noise shuffle-lz4';
const decoded = [...builtin.split(' '), ...(hasInteropGroup('plugins') ? plugins.split(' ') : [])];

function bytesOf({ data }: Pick<Slab, 'data'>): Buffer {
  const { buffer, byteOffset, byteLength } = data as Uint8Array;
  return Buffer.from(buffer, byteOffset, byteLength);
}

function toSelection(ranges: Ranges): Selection {
  return ranges;
}

describe.skipIf(python === undefined)('chunks that are decoded without HDF5', () => {
  const pathOf = scratchFolder();
  const path = pathOf('compressed.h5');
  const folder = dirname(path);
  let decode: MockInstance<DecodePool['decode']>;

  beforeAll(() => makeCompressedFrames(python as string, folder));
  beforeEach(() => {
    decode = vi.spyOn(DecodePool.prototype, 'decode');
  });
  afterEach(() => vi.restoreAllMocks());

  /** How many reads were decoded, and how many had to be left to HDF5 after all. */
  function decodedReads(): { right: number; left: number } {
    const right = decode.mock.settledResults.filter(({ value }) => value === true).length;
    return { right, left: decode.mock.results.length - right };
  }

  async function check(dataset: Dataset, ranges: Ranges = []): Promise<void> {
    const slab = await dataset.read(toSelection(ranges));
    expect(bytesOf(slab).equals(new ReadByH5py(folder, dataset).bytes(ranges))).toBe(true);
  }

  it.each(decoded)('%s: all at once, frame by frame and in parts, as h5py reads it', async (name) => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset(`/${name}`);
    const [frames, rows, columns] = dataset.shape as [number, number, number];
    await check(dataset);
    expect(decodedReads()).toEqual({ right: 1, left: 0 });
    for (let i = 0; i < Math.min(frames, 8); i++) await check(dataset, [[i, i + 1]]);
    await check(dataset, [[1, frames]]);
    await check(dataset, [
      [0, frames],
      [3, rows - 2],
      [5, columns - 1],
    ]);
    await check(dataset, [
      [frames - 1, frames],
      [rows - 1, rows],
      [0, columns],
    ]);
    expect(decodedReads().right).toBeGreaterThan(1);
    expect(decodedReads().left).toBe(0);
  });

  it.each(['old', 'old-tiles'])('%s: found by a B-tree of the format before HDF5 1.10', async (name) => {
    await using file = await openFile(pathOf('old.h5'), { adapter, mode: 'r' });
    const dataset = await file.dataset(`/${name}`);
    const [frames, rows, columns] = dataset.shape as [number, number, number];
    await check(dataset);
    await check(dataset, [[1, frames]]);
    await check(dataset, [
      [0, frames],
      [3, rows - 2],
      [5, columns - 1],
    ]);
    expect(decodedReads()).toEqual({ right: 3, left: 0 });
  });

  it.each(['old', 'old-tiles'])('%s: found by a B-tree of the format before HDF5 1.10', async (name) => {
    await using file = await openFile(pathOf('old.h5'), { adapter, mode: 'r' });
    const dataset = await file.dataset(`/${name}`);
    const [frames, rows, columns] = dataset.shape as [number, number, number];
    await check(dataset);
    await check(dataset, [[1, frames]]);
    await check(dataset, [
      [0, frames],
      [3, rows - 2],
      [5, columns - 1],
    ]);
    expect(decodedReads()).toEqual({ right: 3, left: 0 });
  });

  it('reads into the memory of the caller', async () => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset('/shuffle-deflate', 'uint16');
    const told = new ReadByH5py(folder, dataset);
    const frame = 256 * 256;
    const memory = new Uint16Array(3 * frame + 2).fill(9);
    const into = memory.subarray(1, 1 + 2 * frame);
    for (const first of [0, 7, 3]) {
      const { data } = await dataset.read([[first, first + 2]], { into });
      expect(data).toBe(into);
      expect(bytesOf({ data }).equals(told.bytes([[first, first + 2]]))).toBe(true);
    }
    expect([memory[0], memory[2 * frame + 1]]).toEqual([9, 9]);
    expect(decodedReads()).toEqual({ right: 3, left: 0 });
  });

  it('reads single elements of chunks, of which h5wasm keeps none', async () => {
    await using file = await openFile(path, { adapter: wasmAdapter(), mode: 'r' });
    const dataset = await file.dataset('/several');
    const rows: Ranges[] = [];
    for (let i = 0; i < 40; i += 3) {
      rows.push([
        [i, i + 1],
        [i, i + 1],
        [127 - i, 128 - i],
      ]);
    }
    await Promise.all(rows.map((ranges) => check(dataset, ranges)));
    // HDF5 reads the first part of a file sooner than one can look where it is.
    expect(decodedReads()).toEqual({ right: rows.length - 1, left: 0 });
  });

  it('many reads at once, of several datasets, with refreshes in between', async () => {
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    const names = ['deflate', 'edges', 'several', 'tiles', 'small', 'f8', 'big-endian', 'scaleoffset'];
    const datasets = await Promise.all(names.map((name) => file.dataset(`/${name}`)));
    const work: Promise<void>[] = [];
    for (let turn = 0; turn < 4; turn++) {
      for (const dataset of datasets) {
        const frames = (dataset.shape as number[])[0] as number;
        work.push(check(dataset, [[turn % frames, frames]]));
      }
      work.push(turn % 2 === 0 ? file.refresh() : (datasets[turn] as Dataset).refresh());
    }
    await Promise.all(work);
    expect(decodedReads()).toEqual({ right: 28, left: 0 });
  });

  it('overlap: none waits for the one before', async () => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset('/deflate');
    await check(dataset);
    let [begun, most] = [0, 0];
    // What the pool has begun before it was through with the first one.
    decode.mockImplementation(async () => {
      begun++;
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, begun--);
      return false;
    });
    await Promise.all(Array.from({ length: 8 }, (_, i) => check(dataset, [[i, i + 1]])));
    expect(most).toBe(8);
  });

  it.each([
    ['scaleoffset', 'compressed.h5'],
    ['missing', 'compressed.h5'],
  ])('%s is left to HDF5, and right', async (name, fileName) => {
    await using file = await openFile(pathOf(fileName), { adapter, mode: 'r' });
    const dataset = await file.dataset(`/${name}`);
    await check(dataset);
    await check(dataset, [[0, 3]]);
    expect(decode).not.toHaveBeenCalled();
  });

  it('of a dataset with gaps, the chunks that are there', async () => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset('/missing');
    for (let i = 0; i < 8; i++) await check(dataset, [[i, i + 1]]);
    expect(decodedReads()).toEqual({ right: 2, left: 0 });
  });

  it('a chunk that is damaged is told as HDF5 tells it, and the others are right', async () => {
    const damaged = pathOf('damaged.h5');
    copyFileSync(path, damaged);
    await using file = await openFile(damaged, { adapter, mode: 'r' });
    const names = ['deflate', 'shuffle-deflate-fletcher32'];
    for (const name of names) {
      const dataset = await file.dataset(`/${name}`);
      const { address } = (await dataset.chunkInfo?.([2, 0, 0])) ?? {};
      const descriptor = openSync(damaged, 'r+');
      const byte = new Uint8Array(1);
      readSync(descriptor, byte, 0, 1, (address as number) + 1000);
      writeSync(descriptor, Uint8Array.of((byte[0] as number) ^ 0x40), 0, 1, (address as number) + 1000);
      closeSync(descriptor);
    }
    const faults: unknown[] = [];
    for (const name of names) {
      const dataset = await file.dataset(`/${name}`);
      await check(dataset, [[3, 24]]);
      for (const ranges of [[[2, 3]], [[0, 24]]] as const) {
        faults.push(await dataset.read(toSelection(ranges)).catch((error: unknown) => error));
      }
      await check(dataset, [[3, 24]]);
    }
    const codes = faults.map((fault) => (isHdf5Error(fault) ? [fault.code, fault.details.length > 0] : fault));
    expect(codes).toEqual([1, 2, 3, 4].map(() => ['CORRUPT_FILE', true]));
    expect(decodedReads()).toEqual({ right: 4, left: 4 });
  });

  it('closing waits for reads that are under way, which are right; nothing stays open', async () => {
    const before = openDescriptors();
    const file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset('/several');
    let done = 0;
    const reads = Array.from({ length: 6 }, () => check(dataset).then(() => done++));
    // Begun when they are in the hands of the pool.
    while (decode.mock.results.length < 6) await new Promise((resolve) => setImmediate(resolve));
    await file.close();
    await Promise.all(reads);
    expect(done).toBe(6);
    expect(openDescriptors()).toEqual(before);
    await expect(dataset.read([0])).rejects.toMatchObject({ code: 'CLOSED' });
  });

  /** The files in the folder that this process has open. */
  function openDescriptors(): string[] {
    if (process.platform !== 'linux') return [];
    const names = readdirSync('/proc/self/fd').map((descriptor) => {
      try {
        return readlinkSync(`/proc/self/fd/${descriptor}`);
      } catch {
        return '';
      }
    });
    return names.filter((name) => name.startsWith(folder));
  }

  it('does not begin where its signal was aborted before', async () => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset('/deflate');
    await expect(dataset.read([0], { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    expect(decode).not.toHaveBeenCalled();
  });
});
