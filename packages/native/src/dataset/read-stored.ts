import { readStoredElements, type StoredElements } from '@h5tail/local-file';
import { elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { placesOf } from './chunk-index.js';
import type { DatasetTarget } from './dataset-target.js';
import type { ReadResult } from './read-result.js';

/** From how many bytes on, and elements, it pays to look where elements are stored. */
const leastBytes = 4 * 1024;
const leastElements = 16;

/** From how many bytes on a run is worth a call of one of Node's threads, where HDF5 could read it in its own. */
const leastRunForThread = 256 * 1024;

/** Whether elements of a dataset are mostly read from where they are stored. */
export function isReadPastHdf5({ description, memoryDtype, filters, isReadOnlyHere }: DatasetTarget): boolean {
  return isReadOnlyHere && filters.length === 0 && description.isStoredAsHeld && !holdsPointers(memoryDtype);
}

/**
 * Reads elements from where they are stored, where they are stored as memory holds them.
 *
 * @param otherwise Reads them in another way, where it turns out later that not all are there.
 * @returns `undefined` where they are not stored so, or not all there.
 */
export function readStored(
  target: DatasetTarget,
  slab: Hyperslab,
  { bytes, finish }: ReadResult,
  otherwise: () => unknown,
): unknown {
  const { description, memoryDtype: held } = target;
  if (!description.isStoredAsHeld || holdsPointers(held)) return undefined;
  // A few elements are had faster from HDF5, unless it has to catch up first.
  const isSmall = bytes.byteLength < leastBytes && slab.size < leastElements;
  if (isSmall && !target.open.isBehind) return undefined;
  const elements = storedElements(target, elementSize(held));
  const isThere = elements && readStoredElements(elements, slab, bytes, leastRunForThread);
  if (typeof isThere !== 'object') return isThere === true ? finish() : undefined;
  return isThere.then((isComplete) => (isComplete ? finish() : otherwise()));
}

/**
 * What it takes to read elements past HDF5; `undefined` where something stands between the file and the elements:
 * filters, links, a writer of this process.
 *
 * @param elementBytes Bytes of an element as stored.
 */
export function storedElements(target: DatasetTarget, elementBytes: number): StoredElements | undefined {
  const { shape, filters } = target.description;
  const { descriptor } = target.objects.open;
  if (!target.isReadOnlyHere || filters.length > 0 || shape === null || descriptor === null) return undefined;
  const places = placesOf(target);
  return places && { descriptor, places, shape, elementBytes };
}
