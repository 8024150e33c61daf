import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from './scratch-folder.js';
import { wasmBundle } from './wasm-bundle.js';

const python = pythonForInterop();
const program = fileURLToPath(new URL('programs/decode-frames.mjs', import.meta.url));

describe.skipIf(python === undefined)('a program that reads compressed frames', () => {
  const address = wasmBundle();
  const path = scratchFolder()('frames.h5');

  beforeAll(() => {
    execFileSync(python as string, [
      '-c',
      'import sys, h5py, numpy as np\n' +
        "with h5py.File(sys.argv[1], 'w', libver='latest') as f:\n" +
        '  frame = np.arange(300 * 301).reshape(300, 301)\n' +
        "  d = f.create_dataset('frames', (12, 300, 301), 'u2', chunks=(1, 300, 301), shuffle=True, compression=1)\n" +
        '  for i in range(12): d[i] = (i * 1000 + frame) % 65521\n',
      path,
    ]);
  });

  it.each([
    ['in its main thread', 'main'],
    ['in workers too', 'workers'],
    ['and leaves the file open', 'left-open'],
    ['and does not wait for the last one', 'not-awaited'],
  ])('%s gets right values and ends by itself', async (_, how) => {
    const parameters = [program, address(), path, how];
    const answer = await new Promise((resolve) => {
      const options = { timeout: 20_000, killSignal: 'SIGKILL' as const };
      execFile(process.execPath, parameters, options, (error, stdout, stderr) => {
        resolve({ end: error === null ? 0 : (error.signal ?? error.code), stdout, stderr });
      });
    });
    expect(answer).toEqual({ end: 0, stdout: 'right\n', stderr: '' });
  });
});
