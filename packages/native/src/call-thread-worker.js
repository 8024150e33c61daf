// @ts-check
/**
 * The thread that long calls run on. It loads the same HDF5 library, makes the calls that it is sent, one after the
 * other, and answers with their status.
 *
 * Memory is passed as addresses: the arrays belong to the thread that asked, which keeps them until the answer is there.
 * Where a call failed, the error stack of this thread is turned into one that has an identifier, which the other thread
 * can read: the stack itself belongs to this thread alone.
 *
 * Plain JavaScript, because a worker starts from a file that runs as it is.
 */
import { parentPort, workerData } from 'node:worker_threads';

/**
 * @typedef {object} CallThreadData
 * @property {string} library What to load; it is loaded already and stays.
 * @property {Readonly<Record<string, string>>} prototypes Functions by their names, as koffi takes them.
 * @property {import('@h5tail/local-file/decoding').WorkerState} state
 */

/** @typedef {[status: number | bigint, stack?: number | bigint]} Answer */

/** @type {CallThreadData} */
const { library, prototypes, state } = workerData;

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

/** @returns {Promise<(name: string, parameters: unknown[]) => Answer>} */
async function load() {
  // Not imported above: it must not be interrupted in the middle of its beginning.
  const koffi = await import('koffi');
  const handle = koffi.load(library);

  /** @type {Record<string, (...parameters: unknown[]) => number | bigint>} */
  const functions = {};
  for (const [name, prototype] of Object.entries(prototypes)) functions[name] = handle.func(prototype);

  const { H5Eset_auto2, H5Eget_current_stack } = functions;
  if (H5Eset_auto2 === undefined || H5Eget_current_stack === undefined)
    throw new Error('the prototypes are incomplete');

  // Each thread has an error stack of its own, and says itself that HDF5 shall not print it.
  H5Eset_auto2(0n, null, null);

  // A read may load a filter plug-in, which may change the rules for floating-point numbers on this thread.
  const system = process.platform === 'win32' ? undefined : koffi.load(null);
  const floats = new Uint8Array(256);
  system?.func('int fegetenv(void *environment)')(floats);
  const restoreFloats = system?.func('int fesetenv(void *environment)');

  return (name, parameters) => {
    const status = functions[name]?.(...parameters) ?? -1;
    restoreFloats?.(floats);
    return status < 0 ? [status, H5Eget_current_stack()] : [status];
  };
}

async function start() {
  if (!begin()) return;
  try {
    const call = await load();
    parentPort?.on('message', (/** @type {[name: string, parameters: unknown[]]} */ [name, parameters]) => {
      if (!begin()) return;
      try {
        parentPort?.postMessage(call(name, parameters));
      } finally {
        end();
      }
    });
  } finally {
    end();
  }
}

await start();
