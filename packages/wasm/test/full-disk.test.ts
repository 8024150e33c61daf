import { execFileSync } from 'node:child_process';
import { dtypes, isHdf5Error, openFile } from '@h5tail/adapter';
import { afterAll, expect, test } from 'vitest';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { readWriterState } from '@h5tail/local-file';
import { wasmAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = wasmAdapter();

// A limit on the size of files gives the same failing write as a full disk and needs no rights. Without a handler the
// signal that goes with it would end this process.
const onLimit = (): void => undefined;
const limitFileSize = (bytes: string): void => {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
};
afterAll(() => {
  limitFileSize('unlimited');
  process.off('SIGXFSZ', onLimit);
});

/** How many of the frames another reader finds as they were written. */
function readByH5py(path: string, frames: number): number {
  const python = pythonForInterop();
  if (python === undefined) return frames;
  const program = `
import sys, h5py
with h5py.File(sys.argv[1], 'r', libver='latest', swmr=True) as file:
    print(sum(bool((file['data'][i] == i + 1).all()) for i in range(int(sys.argv[2]))))`;
  const env = { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' };
  return Number(execFileSync(python, ['-c', program, path, String(frames)], { encoding: 'utf8', env }));
}

test.runIf(process.platform === 'linux')(
  'a full disk is told at the write, and what was flushed stays readable',
  async () => {
    process.on('SIGXFSZ', onLimit);
    const path = pathOf('full.h5');
    const file = await openFile(path, { adapter, mode: 'w' });
    const data = await file.root.createDataset('data', {
      dtype: dtypes.uint16,
      shape: [0, 64, 64],
      maxShape: [null, 64, 64],
      chunks: [1, 64, 64],
    });
    await file.startSwmrWrite();
    limitFileSize(String(2 ** 20));

    let flushed = 0;
    let fault: unknown;
    while (fault === undefined && flushed < 1000) {
      try {
        await data.resize([flushed + 1, 64, 64]);
        await data.write([flushed], new Uint16Array(64 * 64).fill(flushed + 1));
        await data.flush();
        flushed++;
      } catch (error) {
        fault = error;
      }
    }
    limitFileSize('unlimited');
    expect(isHdf5Error(fault) && fault.code).toBe('NO_SPACE');
    expect(isHdf5Error(fault) && fault.remedy).toContain('Free some space');
    // About 1 MiB of 8 KiB frames went in; each of them can be read.
    expect(flushed).toBeGreaterThan(100);
    await file.close().catch(() => undefined);
    await using readAgain = await openFile(path, { adapter, mode: 'r', swmr: true });
    const frames = await readAgain.dataset('/data', 'uint16');
    for (let i = 0; i < flushed; i++) expect((await frames.read([i, 7])).data).toEqual(new Uint16Array(64).fill(i + 1));
  },
);

test.runIf(process.platform === 'linux')('a file that is closed while the disk is full stays readable', async () => {
  process.on('SIGXFSZ', onLimit);
  const path = pathOf('closed-full.h5');
  const file = await openFile(path, { adapter, mode: 'w' });
  const data = await file.root.createDataset('data', {
    dtype: dtypes.uint16,
    shape: [0, 64, 64],
    maxShape: [null, 64, 64],
    chunks: [1, 64, 64],
  });
  await file.startSwmrWrite();
  limitFileSize(String(2 ** 18));
  let flushed = 0;
  let fault: unknown;
  try {
    while (fault === undefined && flushed < 1000) {
      try {
        await data.resize([flushed + 1, 64, 64]);
        await data.write([flushed], new Uint16Array(64 * 64).fill(flushed + 1));
        await data.flush();
        flushed++;
      } catch (error) {
        fault = error;
      }
    }
    expect(isHdf5Error(fault) && fault.code).toBe('NO_SPACE');
    expect(flushed).toBeGreaterThan(20);
    await file.close().catch(() => undefined);
  } finally {
    limitFileSize('unlimited');
  }
  expect(readWriterState(path)).toBe('swmr-writing');
  await using readAgain = await openFile(path, { adapter, mode: 'r', swmr: true });
  const frames = await readAgain.dataset('/data', 'uint16');
  for (let i = 0; i < flushed; i++) expect((await frames.read([i, 7])).data).toEqual(new Uint16Array(64).fill(i + 1));
  expect(readByH5py(path, flushed)).toBe(flushed);
});

test.runIf(process.platform === 'linux')('the next file is closed as ever', async () => {
  const path = pathOf('next.h5');
  const file = await openFile(path, { adapter, mode: 'w' });
  const data = await file.root.createDataset('data', { dtype: dtypes.uint16, shape: [3] });
  await file.startSwmrWrite();
  await data.write(null, Uint16Array.of(1, 2, 3));
  await file.close();
  expect(readWriterState(path)).toBe('closed');
});
