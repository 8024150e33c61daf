// Worker that takes the lock of the process: `turns` times to count up in shared memory, or once for ever.
import { parentPort, workerData } from 'node:worker_threads';
import { countUp } from './count-up.mjs';

const { address, turns, counter } = workerData;
const { Hdf5Library, loadLibrary, withProcessLock } = /** @type {typeof import('./entry.js')} */ (
  await import(address)
);
const library = new Hdf5Library(await loadLibrary());
if (turns === 'for ever') {
  withProcessLock(library, () => {
    parentPort?.postMessage('held');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
} else {
  parentPort?.postMessage('ready');
  parentPort?.once('message', () => {
    for (let i = 0; i < turns; i++) withProcessLock(library, () => countUp(counter));
    parentPort?.postMessage('counted');
  });
}
