import type { Filter } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import { readFilteredHere } from '../decoding/read-filtered-here.js';
import type { KnownPlaces } from './known-places.js';
import { readRuns } from './read-runs.js';
import { storedRuns } from './stored-runs.js';

/** Elements that are few bytes, and are read at once, behind filters or not. */
export interface ElementsAsStored {
  /** A descriptor of the file, open for reading. */
  readonly descriptor: number;
  readonly places: KnownPlaces;
  /** In the order of writing. */
  readonly filters: readonly Filter[];
  /** Extents of the dataset. */
  readonly shape: readonly number[];
  /** Bytes of an element as stored. */
  readonly elementBytes: number;
}

/**
 * Reads the bytes of elements as they are stored, after their filters.
 *
 * @param bytes For the selected elements.
 * @returns Whether all of it is right; not where a chunk is not stored, has moved meanwhile, or cannot be decoded here.
 */
export function readAsStored(elements: ElementsAsStored, slab: Hyperslab, bytes: Uint8Array): boolean {
  const { descriptor, places, filters, elementBytes } = elements;
  if (filters.length === 0) {
    const runs = storedRuns(elements, slab);
    return runs !== undefined && readRuns(descriptor, runs, bytes);
  }
  const { storage } = places;
  if (storage.kind === 'contiguous') return false;
  return readFilteredHere({ file: descriptor, index: storage, filters, elementBytes, slab }, bytes);
}

/** Elements `start` to `start + count - 1` along the only axis of a dataset. */
export function rowsFrom(start: number, count: number): Hyperslab {
  return { start: [start], count: [count], stride: [1], shape: [count], size: count, isWhole: false };
}
