import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deflate, dtypes, openFile, shuffle } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { loadLibrary } from '../src/library/load-library.js';
import { nativeBundle } from './native-bundle.js';
import { scratchFolder } from './scratch-folder.js';

const program = fileURLToPath(new URL('programs/decode-frames.mjs', import.meta.url));
const exiting = fileURLToPath(new URL('programs/exit-while-decoding.mjs', import.meta.url));
const shape = [12, 300, 301];

describe.skipIf(!hasInteropGroup('library'))('a program that reads compressed frames', () => {
  const address = nativeBundle();
  const path = scratchFolder()('frames.h5');

  beforeAll(async () => {
    await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'w' });
    const size = 300 * 301;
    await file.root.createDataset('frames', {
      dtype: dtypes.uint16,
      shape,
      chunks: [1, 300, 301],
      filters: [shuffle(), deflate(1)],
      data: Uint16Array.from({ length: 12 * size }, (_, i) => (Math.floor(i / size) * 1000 + (i % size)) % 65_521),
    });
  });

  it.each([
    ['in its main thread', 'main'],
    ['in workers too', 'workers'],
    ['and leaves the file open', 'left-open'],
    ['and does not wait for the last one', 'not-awaited'],
  ])('%s gets right values and ends by itself', async (_, how) => {
    if (how === 'workers' && !(await loadLibrary()).threadSafe) return;
    expect(await run(program, address(), path, how)).toEqual({ end: 0, stdout: 'right\n', stderr: '' });
  });

  // Interrupted in the middle of making functions or arrays for JavaScript, koffi ends the process with an abort.
  it('lets a thread come to an end with what it is doing before it exits', async () => {
    expect(await run(exiting, address())).toEqual({ end: 7, stdout: 'through\n', stderr: '' });
  });

  function run(...parameters: string[]): Promise<unknown> {
    return new Promise((resolve) => {
      const options = { timeout: 20_000, killSignal: 'SIGKILL' as const };
      execFile(process.execPath, parameters, options, (error, stdout, stderr) => {
        resolve({ end: error === null ? 0 : (error.signal ?? error.code), stdout, stderr });
      });
    });
  }
});
