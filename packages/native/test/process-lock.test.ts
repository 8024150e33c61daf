import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { Hdf5Library } from '../src/c/hdf5-library.js';
import { loadLibrary } from '../src/library/load-library.js';
import { withProcessLock } from '../src/process-lock.js';
import { nativeBundle } from './native-bundle.js';
import { countUp } from './programs/count-up.mjs';

const program = fileURLToPath(new URL('programs/hold-lock.mjs', import.meta.url));

describe.skipIf(!hasInteropGroup('library'))('withProcessLock', () => {
  const address = nativeBundle();
  let library: Hdf5Library;
  beforeAll(async () => void (library = new Hdf5Library(await loadLibrary())));

  async function startWorker(turns: number | 'for ever', counter?: Int32Array): Promise<Worker> {
    const worker = new Worker(program, { workerData: { address: address(), turns, counter } });
    await once(worker, 'message');
    return worker;
  }

  it('lets one thread in at a time', async (context) => {
    context.skip(!library.loaded.threadSafe, 'this library is for one thread only');
    const turns = 1000;
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const workers = await Promise.all([startWorker(turns, counter), startWorker(turns, counter)]);
    const counted = workers.map((worker) => once(worker, 'message'));
    for (const worker of workers) worker.postMessage('begin');
    for (let i = 0; i < turns; i++) {
      withProcessLock(library, () => {
        countUp(counter);
      });
    }
    await Promise.all(counted);
    expect(counter[0]).toBe(3 * turns);
  });

  it('does not wait for ever for a thread that was terminated', async (context) => {
    context.skip(!library.loaded.threadSafe, 'this library is for one thread only');
    const holder = await startWorker('for ever');
    await holder.terminate();
    const begin = performance.now();
    expect(withProcessLock(library, () => 'in')).toBe('in');
    expect(performance.now() - begin).toBeLessThan(10_000);
    // Once is enough.
    const next = performance.now();
    for (let i = 0; i < 100; i++) withProcessLock(library, () => undefined);
    expect(performance.now() - next).toBeLessThan(500);
  });

  it('is given back after a fault', () => {
    const fail = (): void => {
      throw new Error('work failed');
    };
    expect(() => {
      withProcessLock(library, fail);
    }).toThrow('work failed');
    const begin = performance.now();
    withProcessLock(library, () => undefined);
    expect(performance.now() - begin).toBeLessThan(500);
  });
});
