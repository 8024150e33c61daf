import { read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import type { StoredRun } from './stored-runs.js';

const readLater = promisify(read);

/** Node takes lengths of less than 2 GiB. */
const mostBytes = 2 ** 30;

/**
 * Reads runs of a file one after the other into `target`.
 *
 * @returns Whether all of it was there; a file that is being written may end before.
 */
export function readRuns(descriptor: number, runs: readonly StoredRun[], target: Uint8Array): boolean {
  let at = 0;
  try {
    for (const { position, byteLength } of pieces(runs)) {
      if (readSync(descriptor, target, at, byteLength, position) !== byteLength) return false;
      at += byteLength;
    }
  } catch {
    // HDF5, which reads it then, tells what the system says.
    return false;
  }
  return true;
}

/** Like {@link readRuns}, from Node's own threads. */
export async function readRunsLater(
  descriptor: number,
  runs: readonly StoredRun[],
  target: Uint8Array,
): Promise<boolean> {
  let at = 0;
  try {
    for (const { position, byteLength } of pieces(runs)) {
      const { bytesRead } = await readLater(descriptor, target, at, byteLength, position);
      if (bytesRead !== byteLength) return false;
      at += byteLength;
    }
  } catch {
    return false;
  }
  return true;
}

function* pieces(runs: readonly StoredRun[]): Generator<StoredRun> {
  for (const run of runs) {
    for (let from = 0; from < run.byteLength; from += mostBytes) {
      yield { position: run.position + from, byteLength: Math.min(mostBytes, run.byteLength - from) };
    }
  }
}
