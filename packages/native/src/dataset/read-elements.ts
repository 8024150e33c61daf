import { Hdf5Error } from '@h5tail/adapter';
import { checkInto, elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { isLongCall } from '../long-call.js';
import { NativeMemory } from '../memory/native-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { prepareResult, type ReadResult } from './read-result.js';
import { readSequencesDirectly } from './read-sequences.js';
import { readThroughHdf5 } from './read-through-hdf5.js';
import { areWholeChunks, readContiguousLater, readStoredBytes, storedBytes } from './stored-bytes.js';

/** From how many bytes on it pays to look whether elements are stored as they are held. */
const leastBytes = 4 * 1024;

/**
 * Reads a hyperslab into fresh memory, or into the caller's array, which is then returned.
 *
 * What lies in the file as it is held in memory is read from there; all else goes through HDF5.
 *
 * @throws Hdf5Error `INVALID_DATA` if the caller's array does not fit, `UNSUPPORTED_DTYPE`, and what HDF5 reports.
 */
export function readElements(target: DatasetTarget, slab: Hyperslab, into: unknown): unknown {
  const { objects, dtype, memoryDtype: held } = target;
  const place = objects.place(target.path);
  if (dtype.class === 'unknown') {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be read`, place);
  }
  const destination = into === undefined ? undefined : { array: into, bytes: checkInto(dtype, slab.size, into, place) };
  if (holdsPointers(held)) {
    const sequences = readSequencesDirectly(target, slab);
    if (sequences !== undefined) return sequences;
  }
  const memory = new NativeMemory(objects.instance.thread.library.loaded.koffi);
  const result = prepareResult(held, slab.size, memory, destination);
  if (slab.size === 0) return result.finish();
  return readStored(target, slab, result) ?? readThroughHdf5(target, slab, result);
}

/** Reads the elements from where they are stored; `undefined` where they are not stored so, or not all there. */
function readStored(target: DatasetTarget, slab: Hyperslab, result: ReadResult): unknown {
  const { description, memoryDtype: held } = target;
  const { bytes, finish } = result;
  if (!description.isStoredAsHeld || holdsPointers(held) || bytes.byteLength < leastBytes) return undefined;
  const stored = storedBytes(target, slab, elementSize(held));
  if (stored === undefined) return undefined;
  const isLong = isLongCall(bytes.byteLength, []);
  if (stored.kind === 'chunks') {
    // Of a chunk that is read in parts HDF5 keeps the rest; and it reads many small ones in less time than it is called.
    const isApt = !isLong && areWholeChunks(stored) && stored.stepsPerChunk * stored.stepBytes >= leastBytes;
    return isApt && readStoredBytes(target, stored, bytes) ? finish() : undefined;
  }
  if (!isLong) return readStoredBytes(target, stored, bytes) ? finish() : undefined;
  return readContiguousLater(target, stored, bytes).then((isComplete) =>
    isComplete ? finish() : readThroughHdf5(target, slab, result),
  );
}
