import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { Hdf5Thread, hdf5Thread } from '../src/hdf5-thread.js';
import { versionText } from '../src/library/library-version.js';
import { loadLibrary } from '../src/library/load-library.js';
import { nativeBundle } from './native-bundle.js';

const program = fileURLToPath(new URL('programs/claim-in-worker.mjs', import.meta.url));

describe.skipIf(!hasInteropGroup('library'))('a library that is not thread-safe', () => {
  const address = nativeBundle();

  it('is for the thread that came first', async (context) => {
    const loaded = await loadLibrary();
    context.skip(!loaded.threadSafe, 'the worker would start the library beside this thread');
    const unsafe = { ...loaded, threadSafe: false };
    expect(new Hdf5Thread(unsafe).library.c.H5open()).toBe(0);
    // Again, as by another adapter.
    expect(new Hdf5Thread(unsafe).library.c.H5open()).toBe(0);

    const worker = new Worker(program, { workerData: address() });
    const [[claimed, version]] = (await once(worker, 'message')) as [[unknown, string]];
    expect(claimed).toEqual({
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringMatching(
        /^another thread of this process uses .*hdf5.*, which is not thread-safe/,
      ) as string,
      remedy: expect.stringContaining('install a thread-safe build') as string,
    });
    // A thread-safe one is for all.
    expect(version).toBe(versionText(loaded.version));
  });
});

describe.skipIf(!hasInteropGroup('library'))('hdf5Thread', () => {
  it('is one for all adapters with the same library', async () => {
    const thread = await hdf5Thread(undefined);
    expect(await hdf5Thread(undefined)).toBe(thread);
    expect(await hdf5Thread('')).toBe(thread);
  });
});
