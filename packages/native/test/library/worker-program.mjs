// node worker-program.mjs <address of load-library> <workers> [<main>]: loads HDF5 in so many workers at once, with "main"
// also in the main thread, and prints what each of them loaded when all workers have ended.
import { once } from 'node:events';
import { argv } from 'node:process';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** @param {string} address */
async function load(address) {
  const { loadLibrary } = await import(address);
  const [first, second] = await Promise.all([loadLibrary(), loadLibrary()]);
  const { name, version, threadSafe, handle } = first;
  // A call of which HDF5 keeps something for this thread.
  handle.func('int H5Eset_auto2(int64_t stack, void *function, void *data)')(0, null, null);
  return { name, version, threadSafe, once: first === second };
}

if (isMainThread) {
  const [address, count, main] = /** @type {[string, string, string?]} */ (argv.slice(2));
  const workers = Array.from({ length: Number(count) }, async () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: address });
    const ended = once(worker, 'exit');
    const [loaded] = await once(worker, 'message');
    await ended;
    return loaded;
  });
  const loads = main === 'main' ? [load(address), ...workers] : workers;
  console.log(JSON.stringify(await Promise.all(loads)));
} else {
  parentPort?.postMessage(await load(workerData), []);
}
