import { read, readSync } from 'node:fs';
import type { StoredRun } from './stored-runs.js';

/** Node takes lengths of less than 2 GiB. */
const mostBytes = 2 ** 30;

/** Node has four threads for its files, unless it is told otherwise. */
const mostAtOnce = 4;

/**
 * Reads runs of a file one after the other into `target`.
 *
 * @returns Whether all of it was there; a file that is being written may end before.
 */
export function readRuns(descriptor: number, runs: readonly StoredRun[], target: Uint8Array): boolean {
  let at = 0;
  try {
    for (const { position, byteLength } of runs) {
      for (let from = 0; from < byteLength;) {
        const length = Math.min(mostBytes, byteLength - from);
        if (readSync(descriptor, target, at, length, position + from) !== length) return false;
        from += length;
        at += length;
      }
    }
  } catch {
    // HDF5, which reads it then, tells what the system says.
    return false;
  }
  return true;
}

/** Like {@link readRuns}, from Node's own threads; the file has to stay open until then. */
export async function readRunsLater(
  descriptor: number,
  runs: readonly StoredRun[],
  target: Uint8Array,
): Promise<boolean> {
  const pieces = piecesOf(runs);
  let next = 0;
  let areThere = true;
  const readOn = async (): Promise<void> => {
    for (let piece = pieces[next++]; areThere && piece !== undefined; piece = pieces[next++]) {
      const isThere = await readPiece(descriptor, piece, target);
      areThere &&= isThere;
    }
  };
  // All of them come to their end before the file may be closed.
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, pieces.length) }, readOn));
  return areThere;
}

interface Piece extends Readonly<StoredRun> {
  /** Where it belongs in the target. */
  readonly at: number;
}

function piecesOf(runs: readonly StoredRun[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { position, byteLength } of runs) {
    for (let from = 0; from < byteLength; from += mostBytes) {
      const length = Math.min(mostBytes, byteLength - from);
      pieces.push({ position: position + from, byteLength: length, at });
      at += length;
    }
  }
  return pieces;
}

function readPiece(descriptor: number, { position, byteLength, at }: Piece, target: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    read(descriptor, target, at, byteLength, position, (error, bytesRead) => {
      resolve(error === null && bytesRead === byteLength);
    });
  });
}
