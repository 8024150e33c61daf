import { dtypes, openFile, type Hdf5File } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';

const path = '/chunks.h5';
const chunks = ['chunks', path, '--data', '/data'];

let disk: MemoryDisk;
let process: FakeProcess;

beforeEach(() => {
  disk = new MemoryDisk();
  process = new FakeProcess({ disk, clock: new FakeClock() });
});

/** Ten frames of two elements that count on. */
async function write(layout: { chunks?: number[] } = {}): Promise<Hdf5File> {
  const file = await openFile(path, { adapter: memoryAdapter({ disk }), mode: 'w' });
  const data = Uint16Array.from({ length: 20 }, (_, i) => i);
  await file.root.createDataset('data', { dtype: dtypes.uint16, shape: [10, 2], data, ...layout });
  const keys = Int32Array.from({ length: 10 }, (_, i) => Number(i < 7));
  await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [10], data: keys });
  return file;
}

describe('chunks', () => {
  it('has a line for each window, the last one cut', async () => {
    await (await write()).close();
    expect(await process.run(...chunks, '--window', '4', '--values')).toBe(0);
    const statistics = (first: number, last: number) => {
      const values = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const sum = values.reduce((total, value) => total + value, 0);
      return { dtype: '<u2', min: first, max: last, sum, mean: sum / values.length, values };
    };
    expect(process.output).toEqual([
      { index: 0, stop: 4, maxShape: [10], data: { '/data': { ...statistics(0, 7), shape: [4, 2] } } },
      { index: 4, stop: 8, maxShape: [10], data: { '/data': { ...statistics(8, 15), shape: [4, 2] } } },
      { index: 8, stop: 10, maxShape: [10], data: { '/data': { ...statistics(16, 19), shape: [2, 2] } } },
    ]);
    expect(process.stderr.lines).toEqual(['h5tail: 3 chunks, complete: every chunk is there']);
  });

  it('begins at --from and takes a --region', async () => {
    await (await write()).close();
    expect(await process.run(...chunks, '--window', '4', '--from', '6', '--region', '1', '--values')).toBe(0);
    expect(process.output).toMatchObject([
      { index: 6, stop: 8, data: { '/data': { shape: [2], values: [13, 15] } } },
      { index: 8, stop: 10, data: { '/data': { shape: [2], values: [17, 19] } } },
    ]);
  });

  it('waits for keys where there are any', async () => {
    const file = await write();
    await file.startSwmrWrite();
    expect(await process.run(...chunks, '--window', '3', '--keys', '/keys', '--timeout', '2')).toBe(3);
    expect((process.output as { stop: number }[]).map(({ stop }) => stop)).toEqual([3, 6]);
    expect(process.stderr.text).toMatch(/^h5tail: 2 chunks, idle time-out: .*; element 6 of 10 is not there/);
    await file.close();
  });

  it('refuses a backend that cannot tell which chunks are stored, and names another', async () => {
    await (await write({ chunks: [5, 2] })).close();
    expect(await process.run(...chunks)).toBe(1);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(
        /^h5tail: \/chunks\.h5 : \/data: .*lacks the capability .*Another one may have it: choose with --backend$/,
      ),
    ]);
  });

  it('refuses to begin behind the end', async () => {
    await (await write()).close();
    expect(await process.run(...chunks, '--window', '4', '--from', '11')).toBe(1);
    expect(process.stderr.text).toContain('--from 11 is behind the end: the scan has 10 elements');
  });
});
