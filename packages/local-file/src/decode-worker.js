// @ts-check
/**
 * A thread that reads chunks from files and decodes them, one message after the other.
 *
 * Plain JavaScript, because a worker starts from a file that runs as it is.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { decodeBatch } from './decoding/decode-batch.js';
import { decoders } from './decoding/decoders.js';

/** @typedef {import('./decoding/decode-thread.js').BatchMessage} BatchMessage */
/** @typedef {import('./decoding/decode-thread.js').SetMessage} SetMessage */
/** @typedef {import('./decoding/thread-decoders.js').ThreadDecoders} ThreadDecoders */

/** What a backend adds to the decoders, by its number. @type {Map<number, ThreadDecoders>} */
const sets = new Map([[0, { decoders }]]);

/** @type {import('./decoding/worker-pause.js').WorkerState} */
const state = workerData;

/** @type {Promise<void>} */
let last = Promise.resolve();

/** Whether something may begin; then it has to be told of its {@link end}. */
function begin() {
  Atomics.store(state, 0, 1);
  if (Atomics.load(state, 1) === 0) return true;
  end();
  return false;
}

function end() {
  Atomics.store(state, 0, 0);
  Atomics.notify(state, 0);
}

/** @param {SetMessage} message */
async function addSet({ set, module, data }) {
  if (!begin()) return;
  try {
    const extension = await import(module);
    /** @type {ThreadDecoders} */
    const added = extension.decoderSet(data);
    sets.set(set, { ...added, decoders: new Map([...decoders, ...added.decoders]) });
  } finally {
    end();
  }
}

/** @param {BatchMessage} batch */
function answer(batch) {
  if (!begin()) return;
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let bytes;
  let isRight = true;
  try {
    const set = sets.get(batch.set);
    if (set === undefined) throw new Error('no such decoders');
    bytes = decodeBatch(batch, set);
  } catch {
    // HDF5, which reads it then, tells what is wrong.
    isRight = false;
  }
  parentPort?.postMessage([isRight, bytes], bytes === undefined ? [] : [bytes.buffer]);
  end();
}

parentPort?.on('message', (message) => {
  if ('module' in message) last = last.then(() => addSet(message));
  else void last.then(() => answer(message));
});
