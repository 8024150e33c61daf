import type { Hyperslab } from '@h5tail/adapter/implementation';
import { holdsSequences, readSequenceElements } from '@h5tail/local-file/objects';
import { placesOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';

/**
 * Reads elements of variable length without HDF5.
 *
 * @returns `undefined` where that cannot be done.
 * @throws Hdf5Error `TRANSIENT_READ`, `CORRUPT_FILE`.
 */
export function readSequencesOf(target: DatasetTarget, slab: Hyperslab): unknown {
  const { description, memoryDtype: dtype, filters, objects, path } = target;
  const { descriptor } = objects.open;
  const { shape } = description;
  if (!target.isReadOnlyHere || !description.isStoredAsHeld || shape === null || descriptor === null) return undefined;
  const places = holdsSequences(dtype) ? placesOf(target) : undefined;
  return places && readSequenceElements({ file: objects.file, path, descriptor, places, dtype, filters, shape }, slab);
}
