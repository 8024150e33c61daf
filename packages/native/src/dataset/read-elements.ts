import { Hdf5Error } from '@h5tail/adapter';
import { atPlace, checkInto, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { NativeMemory } from '../memory/native-memory.js';
import { noMemory } from '../memory/no-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { prepareResult } from './read-result.js';
import { readSequencesDirectly } from './read-sequences.js';
import { readStored } from './read-stored.js';
import { readThroughHdf5 } from './read-through-hdf5.js';

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
  const memory = holdsPointers(held) ? new NativeMemory(objects.instance.thread.library.loaded.koffi) : noMemory;
  const result = atPlace(place, () => prepareResult(held, slab.size, memory, destination));
  if (slab.size === 0) return result.finish();
  const throughHdf5 = (): unknown => readThroughHdf5(target, slab, result);
  return readStored(target, slab, result, throughHdf5) ?? throughHdf5();
}
