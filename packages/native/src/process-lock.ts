import type { Hdf5Library } from './c/hdf5-library.js';

const name = 'h5tail: one dataset, one identifier';
const mostWaitMs = 1000;
/** What one attempt counts for at most: one that takes longer waited for HDF5, not for the holder. */
const mostAttemptMs = 10;
const pauseMs = 0.1;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Keeps the threads of this process apart where several calls belong together.
 *
 * Identifiers of HDF5 belong to the process and every worker thread sees them, but the threads of a Node program share
 * no variable. What they do share is HDF5 itself: a property of a default list can be inserted once, by whoever comes
 * first. (Any list would do; that of file mounts is the one that nobody uses.)
 *
 * The work is a handful of calls. A thread that was terminated in the middle of it would leave the lock behind, so after
 * a second it is taken from whoever holds it. The time during which HDF5 is busy with a long read does not count: it
 * keeps the holder waiting too.
 */
export function withProcessLock<Result>({ c, globals }: Hdf5Library, work: () => Result): Result {
  const list = globals.H5P_LST_FILE_MOUNT_ID_g;
  waitFor(() => c.H5Pinsert2(list, name, 0, null, null, null, null, null, null, null) >= 0);
  try {
    return work();
  } finally {
    c.H5Premove(list, name);
  }
}

function waitFor(take: () => boolean): void {
  let waitedMs = 0;
  for (let last = performance.now(); !take();) {
    if (waitedMs >= mostWaitMs) return;
    Atomics.wait(never, 0, 0, pauseMs);
    const now = performance.now();
    waitedMs += Math.min(now - last, mostAttemptMs);
    last = now;
  }
}
