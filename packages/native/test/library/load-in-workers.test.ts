import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../../tooling/typescript/interop-group.js';
import { bundledLoader } from './bundled-loader.js';

const program = fileURLToPath(new URL('worker-program.mjs', import.meta.url));

describe.skipIf(!hasInteropGroup('library'))('loadLibrary in workers', () => {
  const address = bundledLoader();

  /** Rejects where the process ends with another exit code than 0, or by a signal. */
  async function run(...options: readonly string[]): Promise<unknown[]> {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, address(), ...options]);
    expect(stderr).toBe('');
    return JSON.parse(stdout) as unknown[];
  }

  const loaded = {
    name: expect.stringContaining('hdf5') as string,
    version: [expect.any(Number), expect.any(Number), expect.any(Number)] as number[],
    threadSafe: expect.any(Boolean) as boolean,
    once: true,
  };

  // What goes wrong at the end of a process does not go wrong each time.
  it('leaves nothing behind that harms the process when its only user ends', async () => {
    for (let turn = 0; turn < 20; turn++) expect(await run('1')).toEqual([loaded]);
  });

  it('loads in several workers at once, and in the main thread', async (context) => {
    const [alone] = (await run('1')) as [{ readonly threadSafe: boolean }];
    context.skip(!alone.threadSafe, 'this library must not be started by two threads at once');
    for (let turn = 0; turn < 5; turn++) {
      expect(await run('4')).toEqual([loaded, loaded, loaded, loaded]);
      expect(await run('4', 'main')).toEqual([loaded, loaded, loaded, loaded, loaded]);
    }
  });
});
