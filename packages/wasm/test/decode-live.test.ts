import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { openFile, type Dataset, type NamedDtypes } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { DecodePool } from '@h5tail/local-file/decoding';
import { OpenFiles } from '@h5tail/local-file/objects';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compressedFrames } from '../../native/test/compressed-frames.js';
import { wasmAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const frames = 400;
const side = 192;

type Frames = Dataset<NamedDtypes['uint16']>;

/** Whether frames are as they were written; `data` begins with frame `first`. */
function isRight(data: Uint16Array, first: number): boolean {
  const size = side * side;
  return data.every(
    (value, i) => value === (31 * (first + Math.floor(i / size)) + Math.floor((i % size) / 5)) % 65_521,
  );
}

describe.skipIf(python === undefined)('frames of a writer at full speed', () => {
  const pathOf = scratchFolder();
  let writer: ChildProcessByStdio<Writable, Readable, null>;
  let lines: Interface;

  async function start(path: string): Promise<void> {
    writer = spawn(python as string, [compressedFrames, 'live', path, String(frames)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    lines = createInterface(writer.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    expect(line).toBe('begun');
  }

  afterEach(() => {
    writer.kill('SIGKILL');
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it.each([
    ['a chunk for each', 'single'],
    ['several in a chunk, which is written again with each of them', 'several'],
  ])('%s: every value is right, whenever it is read', { timeout: 60_000 }, async (_, name) => {
    const path = pathOf(`${name}.h5`);
    await start(path);
    const decode = vi.spyOn(DecodePool.prototype, 'decode');
    await using file = await openFile(path, { adapter: wasmAdapter(), mode: 'r', swmr: true });
    const dataset = await file.dataset(`/${name}`, 'uint16');
    const written = once(lines, 'line');
    writer.stdin.write('go\n');

    const wrong: number[] = [];
    let checked = 0;
    const check = async (of: Frames, first: number, count: number): Promise<void> => {
      const { data } = await of.read([[first, first + count]]);
      if (data.length !== count * side * side || !isRight(data, first)) wrong.push(first);
      checked += count;
    };
    for (let seen = 0; seen < frames;) {
      await dataset.refresh();
      const [extent] = dataset.shape as [number];
      const reads: Promise<void>[] = [];
      // What is new, one by one; and again what is about to be written again or was written a while ago.
      for (let i = seen; i < extent; i++) reads.push(check(dataset, i, 1));
      if (extent > 0) reads.push(check(dataset, Math.max(0, extent - 6), Math.min(6, extent)));
      if (extent > seen + 1) reads.push(file.refresh(), check(dataset, extent >> 1, 1));
      await Promise.all(reads);
      seen = extent;
    }
    expect(await written).toEqual(['written']);
    for (let i = 0; i < frames; i += 16) await check(dataset, i, 16);
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(2 * frames);
    const right = decode.mock.settledResults.filter(({ value }) => value === true).length;
    expect(right).toBeGreaterThan(frames / 16);
  });

  it(
    'are read after a refresh without HDF5, and the file is not opened again for it',
    { timeout: 60_000 },
    async () => {
      const path = pathOf('polled.h5');
      await start(path);
      const written = once(lines, 'line');
      writer.stdin.write('go\n');
      await written;
      await using file = await openFile(path, { adapter: wasmAdapter(), mode: 'r', swmr: true });
      const dataset = await file.dataset('/single', 'uint16');
      // As if all of this took no time: refreshes are frequent, and none is the one that takes in the whole file anew.
      vi.useFakeTimers({ toFake: ['performance'] });
      await dataset.refresh();
      await dataset.refresh();
      const decode = vi.spyOn(DecodePool.prototype, 'decode');
      const closed = vi.spyOn(OpenFiles.prototype, 'closeReaders');
      for (let i = 0; i < frames; i += 40) {
        await dataset.refresh();
        expect(dataset.shape).toEqual([frames, side, side]);
        const { data } = await dataset.read([[i, i + 2]]);
        expect(data.length === 2 * side * side && isRight(data, i)).toBe(true);
        // A few elements too, though a thread does not pay for them.
        const first = await dataset.read([i + 1, 0, [0, 2]]);
        expect(Array.from(first.data)).toEqual([(31 * (i + 1)) % 65_521, (31 * (i + 1)) % 65_521]);
      }
      expect(decode.mock.settledResults.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, () => true));
      expect(closed).not.toHaveBeenCalled();
    },
  );
});
