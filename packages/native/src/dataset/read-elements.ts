import { Hdf5Error } from '@h5tail/adapter';
import { atPlace, checkInto, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { noPointers } from '@h5tail/local-file/objects';
import { NativeMemory } from '../memory/native-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { readDecoded } from './read-decoded.js';
import { prepareResult } from './read-result.js';
import { isReadPastHdf5, readStored } from './read-stored.js';
import { readSequencesOf } from './read-sequences.js';
import { readThroughHdf5 } from './read-through-hdf5.js';

/**
 * Reads a hyperslab into fresh memory, or into the caller's array, which is then returned.
 *
 * What lies in the file as it is held in memory is read from there, compressed chunks are decoded in other threads; all
 * else goes through HDF5.
 *
 * @param isDecoded Whether chunks may be decoded without HDF5. The answer may then be a read that goes on.
 * @throws Hdf5Error `INVALID_DATA` if the caller's array does not fit, `UNSUPPORTED_DTYPE`, and what HDF5 reports.
 */
export function readElements(target: DatasetTarget, slab: Hyperslab, into: unknown, isDecoded: boolean): unknown {
  const { objects, dtype, memoryDtype: held } = target;
  const place = objects.place(target.path);
  if (dtype.class === 'unknown') {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be read`, place);
  }
  const destination = into === undefined ? undefined : { array: into, bytes: checkInto(dtype, slab.size, into, place) };
  const otherwise = (): unknown => readAsHeld(target, slab, destination, isDecoded);
  const sequences = holdsPointers(held) ? readSequencesOf(target, slab) : undefined;
  if (sequences instanceof Promise) return sequences.then((data: unknown) => data ?? otherwise());
  return sequences ?? otherwise();
}

function readAsHeld(
  target: DatasetTarget,
  slab: Hyperslab,
  destination: Parameters<typeof prepareResult>[3],
  isDecoded: boolean,
): unknown {
  const { objects, memoryDtype: held } = target;
  const place = objects.place(target.path);
  const memory = holdsPointers(held) ? new NativeMemory(objects.instance.thread.library.loaded.koffi) : noPointers;
  const result = atPlace(place, () => prepareResult(held, slab.size, memory, destination, isReadPastHdf5(target)));
  if (slab.size === 0) return result.finish();
  const throughHdf5 = (): unknown => {
    // Where a dataset has no fill value, HDF5 leaves the memory for elements that were never written as it is.
    if (result.isUninitialized) result.bytes.fill(0);
    return readThroughHdf5(target, slab, result);
  };
  const decoded = isDecoded ? readDecoded(target, slab, result) : undefined;
  return decoded ?? readStored(target, slab, result, throughHdf5) ?? throughHdf5();
}
