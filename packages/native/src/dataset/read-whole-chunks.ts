import { defaultList } from '../c/constants.js';
import type { Hdf5Functions } from '../c/functions.js';
import type { DatasetTarget } from './dataset-target.js';
import type { WideSelection } from './wide-selection.js';

/**
 * Reads selected elements chunk by chunk, each straight into its place. Of a chunk that is selected in part, all is read
 * and the part copied.
 *
 * @returns Whether all chunks were there.
 */
export function readWholeChunks(
  { objects, id, description }: DatasetTarget,
  { start, stop, stepBytes, stepsPerChunk = 1 }: WideSelection,
  bytes: Uint8Array,
): boolean {
  const readChunk = chunkReader(objects.instance.thread.library.c);
  const offset = new BigUint64Array(description.shape?.length ?? 0);
  const mask = new Uint32Array(1);
  const chunkBytes = stepsPerChunk * stepBytes;
  let whole: Uint8Array | undefined;
  for (let first = start - (start % stepsPerChunk); first < stop; first += stepsPerChunk) {
    offset[0] = BigInt(first);
    const [from, to] = [Math.max(start, first), Math.min(stop, first + stepsPerChunk)];
    const place = (from - start) * stepBytes;
    if (to - from === stepsPerChunk) {
      if (readChunk(id, defaultList, offset, mask, bytes.subarray(place, place + chunkBytes)) < 0) return false;
      continue;
    }
    whole ??= new Uint8Array(chunkBytes);
    if (readChunk(id, defaultList, offset, mask, whole) < 0) return false;
    bytes.set(whole.subarray((from - first) * stepBytes, (to - first) * stepBytes), place);
  }
  return true;
}

/** The function that reads a chunk as it is stored; a later version of HDF5 has given it a number. */
export function chunkReader(c: Hdf5Functions): NonNullable<Hdf5Functions['H5Dread_chunk']> {
  const reader = c.H5Dread_chunk ?? c.H5Dread_chunk1;
  if (reader === undefined) throw new Error('this HDF5 has no H5Dread_chunk');
  return reader;
}
