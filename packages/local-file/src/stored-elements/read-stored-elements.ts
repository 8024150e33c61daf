import type { Hyperslab } from '@h5tail/adapter/implementation';
import { readRuns, readRunsLater } from './read-runs.js';
import { storedRuns, type StoredElements } from './stored-runs.js';

/** From how many bytes on a read is worth another thread: the copy then takes clearly longer than handing it over. */
export const bytesForThread = 4 * 1024 * 1024;

/**
 * Reads selected elements from where they are stored, as they are, into memory that holds as many bytes; from 4 MiB on
 * from Node's own threads.
 *
 * To be used only where nothing stands between the file and the elements: no filters, no conversion, and no writer of
 * this process, whose last changes are not in the file.
 *
 * @param leastRunForThread From how many bytes per run, on average, a long read is done here.
 * @returns Whether all were there, perhaps later, when the file must still be open; `undefined` where they are not
 * stored so that this can be told, and then nothing has been read.
 */
export function readStoredElements(
  elements: StoredElements,
  slab: Hyperslab,
  bytes: Uint8Array,
  leastRunForThread = 0,
): boolean | Promise<boolean> | undefined {
  const runs = storedRuns(elements, slab);
  if (runs === undefined) return undefined;
  if (bytes.byteLength < bytesForThread) return readRuns(elements.descriptor, runs, bytes);
  if (bytes.byteLength / runs.length < leastRunForThread) return undefined;
  return readRunsLater(elements.descriptor, runs, bytes);
}
