/**
 * Numbers shared with a worker: at 0 whether it is in the middle of something, at 1 whether it shall begin nothing more.
 *
 * When a process ends, Node interrupts its workers wherever they are, and a native module that is just creating a function
 * or an array for JavaScript then ends the process with an abort (koffi's C++ does). So an ending process first lets its
 * workers come to a place where they can be interrupted.
 */
export type WorkerState = Int32Array<SharedArrayBuffer>;

/** Longer than any batch takes; what takes longer is interrupted. */
const longestMs = 2000;

const states = new Set<WorkerState>();

/** State of a new worker; see {@link forgetWorker}. */
export function newWorkerState(): WorkerState {
  if (states.size === 0) process.on('exit', pauseAll);
  const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  states.add(state);
  return state;
}

/** To be called when the worker has ended. */
export function forgetWorker(state: WorkerState): void {
  states.delete(state);
  if (states.size === 0) process.off('exit', pauseAll);
}

function pauseAll(): void {
  const end = performance.now() + longestMs;
  for (const state of states) Atomics.store(state, 1, 1);
  for (const state of states) Atomics.wait(state, 0, 1, Math.max(0, end - performance.now()));
}
