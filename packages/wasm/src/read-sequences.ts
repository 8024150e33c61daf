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
  const shared = objects.sharedDescriptor;
  if (shared === undefined) return notStoredSo;
  const { descriptor } = shared;
  const elements = { file: objects.file, path, places: open.places, descriptor, dtype, filters, shape };
  const answer = readSequenceElements(elements, slab);
  if (!(answer instanceof Promise)) return answer ?? notStoredSo;
  // Another user's refresh may close the file meanwhile.
  shared.retain();
  return answer.then((data: unknown) => data ?? notStoredSo).finally(() => shared.release());
}
