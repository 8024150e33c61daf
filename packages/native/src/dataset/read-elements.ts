import { Hdf5Error } from '@h5tail/adapter';
import { checkInto, elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { isLongCall } from '../long-call.js';
import { NativeMemory } from '../memory/native-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { prepareResult, type ReadResult } from './read-result.js';
import { readRuns, readRunsLater } from './read-runs.js';
import { readSequencesDirectly } from './read-sequences.js';
import { readThroughHdf5 } from './read-through-hdf5.js';
import { storedRuns } from './stored-runs.js';

/** Runs that are at least as long are read faster without HDF5, which copies them or looks at each of their chunks. */
const leastRunBytes = 32 * 1024;

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
  const { description, memoryDtype: held, objects } = target;
  const { descriptor } = objects.open;
  if (!description.isStoredAsHeld || holdsPointers(held) || descriptor === null) return undefined;
  if (result.bytes.byteLength < leastRunBytes) return undefined;
  const runs = storedRuns(target, slab, elementSize(held));
  if (runs === undefined || result.bytes.byteLength / runs.length < leastRunBytes) return undefined;
  if (!isLongCall(result.bytes.byteLength, [])) {
    return readRuns(descriptor, runs, result.bytes) ? result.finish() : undefined;
  }
  return readRunsLater(descriptor, runs, result.bytes).then((isComplete) =>
    isComplete ? result.finish() : readThroughHdf5(target, slab, result),
  );
}
