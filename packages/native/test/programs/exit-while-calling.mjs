// node exit-while-calling.mjs <address> <how>: ends with code 7 while the thread for long calls is in the middle of
// `loading` its library, or of a `call`. Prints "through" where the thread had come to an end with that.
import { writeSync } from 'node:fs';
import { argv } from 'node:process';
import { Worker } from 'node:worker_threads';

const [address = '', how] = argv.slice(2);
const { koffiPrototype, declarations, loadLibrary, newWorkerState } = /** @type {typeof import('./entry.js')} */ (
  await import(address)
);
const { name: library } = await loadLibrary();
const state = newWorkerState();
process.on('exit', () => {
  if (Atomics.load(state, 0) === 0) writeSync(1, 'through\n');
});
const prototypes = {
  H5Eset_auto2: koffiPrototype(declarations.H5Eset_auto2),
  H5Eget_current_stack: koffiPrototype(declarations.H5Eget_current_stack),
  // Of the C library, which HDF5 was linked with.
  usleep: 'int usleep(unsigned int microseconds)',
};
const worker = new Worker(new URL('call-thread-worker.js', address), { workerData: { library, prototypes, state } });
if (how === 'call') {
  const answer = new Promise((resolve) => worker.once('message', resolve));
  worker.postMessage(['usleep', [0]]);
  await answer;
  worker.postMessage(['usleep', [300_000]]);
}
// Without a turn of the event loop, in which a short state would be over.
while (Atomics.load(state, 0) === 0);
process.exit(7);
