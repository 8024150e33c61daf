// Worker that takes a library for one that is not thread-safe, and then for what it is; answers with what came of it.
import { parentPort, workerData } from 'node:worker_threads';

const { Hdf5Thread, loadLibrary, nativeAdapter } = /** @type {typeof import('./entry.js')} */ (
  await import(workerData)
);
const loaded = await loadLibrary();

function claim() {
  try {
    new Hdf5Thread({ ...loaded, threadSafe: false }).library.c.H5open();
    return 'claimed';
  } catch (error) {
    const { code, message, remedy } = /** @type {import('@h5tail/adapter').Hdf5Error} */ (error);
    return { code, message, remedy };
  }
}

parentPort?.postMessage([claim(), (await nativeAdapter().version()).hdf5]);
