import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deflate, dtypes, openFile } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { loadLibrary } from '../src/library/load-library.js';
import { nativeBundle } from './native-bundle.js';
import { scratchFolder } from './scratch-folder.js';

const program = fileURLToPath(new URL('programs/end-while-reading.mjs', import.meta.url));
const exiting = fileURLToPath(new URL('programs/exit-while-calling.mjs', import.meta.url));
const runs = 20;
const atOnce = 2;
/** Below that of the test, so that a process that hangs is told as one. */
const deadlineMs = 10_000;

interface End {
  /** Exit code, or the signal that ended the process. */
  readonly end: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

describe.skipIf(!hasInteropGroup('library'))('the end of a thread or process in the middle of reads', () => {
  const address = nativeBundle();
  const pathOf = scratchFolder();
  const path = pathOf('numbers.h5');
  let threadSafe: boolean;

  beforeAll(async () => {
    ({ threadSafe } = await loadLibrary());
    await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
    await file.root.createDataset('short', {
      dtype: dtypes.uint16,
      shape: [50, 10],
      chunks: [1, 10],
      data: Uint16Array.from({ length: 500 }, (_, i) => Math.floor(i / 10)),
    });
    // Some twenty milliseconds of decompression, on another thread.
    const length = 5_000_000;
    await file.root.createDataset('long', {
      dtype: dtypes.uint16,
      shape: [length],
      chunks: [500_000],
      filters: [deflate(1)],
      data: Uint16Array.from({ length }, (_, i) => i % 1000),
    });
  });

  function run(how: string, delayMs: number): Promise<End> {
    return endOf(program, address(), path, how, String(delayMs));
  }

  function endOf(...parameters: string[]): Promise<End> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        parameters,
        { timeout: deadlineMs, killSignal: 'SIGKILL' },
        (error, stdout, stderr) => {
          resolve({ end: error === null ? 0 : (error.signal ?? (error.code as number)), stdout, stderr });
        },
      );
    });
  }

  async function runOften(how: string, times: number): Promise<End[]> {
    const ends: End[] = [];
    let next = 0;
    const runner = async (): Promise<void> => {
      while (next < times) ends.push(await run(how, 2 + 3 * next++));
    };
    await Promise.all(Array.from({ length: atOnce }, runner));
    return ends;
  }

  it.each([
    ['a long read', 'exit-long'],
    ['many short reads', 'exit-short'],
  ])('process.exit in the middle of %s ends with its code', async (_, how) => {
    for (const end of await runOften(how, runs)) expect(end).toEqual({ end: 7, stdout: '', stderr: '' });
  });

  // Interrupted in the middle of making functions or numbers for JavaScript, koffi ends the process with an abort.
  it.each(['loading', 'call'])('the thread for long calls comes to an end with its %s first', async (how) => {
    if (process.platform === 'win32') return;
    for (let i = 0; i < 5; i++) {
      expect(await endOf(exiting, address(), how)).toEqual({ end: 7, stdout: 'through\n', stderr: '' });
    }
  });

  it('an exception that nobody catches in the middle of a long read ends the process as always', async () => {
    for (const { end, stderr } of await runOften('throw-long', runs)) {
      expect(end).toBe(1);
      expect(stderr).toContain('as the test wants it');
      expect(stderr).not.toContain('HDF5');
    }
  });

  // Five workers each.
  it.each([
    ['terminated in the middle of a long read', 'terminate-long'],
    ['terminated in the middle of short reads', 'terminate-short'],
    ['that end with files open', 'leave'],
    ['that end when a long read is through', 'leave-long'],
  ])('the main thread goes on beside workers %s', async (_, how) => {
    if (!threadSafe) return;
    for (const end of await runOften(how, runs / 5)) expect(end).toEqual({ end: 0, stdout: 'right\n', stderr: '' });
  });
});
