import type { Hyperslab } from '@h5tail/adapter/implementation';
import { readSequenceElements } from '@h5tail/local-file/objects';
import type { DatasetTarget } from './read-elements.js';
import { notStoredSo } from './read-stored.js';
import type { WasmObjects } from './wasm-objects.js';

/**
 * Reads elements of variable length without HDF5.
 *
 * @returns {@link notStoredSo} where that cannot be done.
 * @throws Hdf5Error `TRANSIENT_READ`, `CORRUPT_FILE`.
 */
export function readSequencesOf(objects: WasmObjects, target: DatasetTarget, slab: Hyperslab): unknown {
  const { dtype, filters, path, shape, storage } = target;
  if (shape === null || slab.size === 0) return notStoredSo;
  // A look always pays: beside a writer HDF5 may find sequences that do not fit together.
  const open = storage.forElements(objects, Infinity);
  if (open === undefined) return notStoredSo;
  return readSequenceElements({ file: objects.file, path, ...open, dtype, filters, shape }, slab) ?? notStoredSo;
}
