import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { DatasetId, PropertyListId } from '../c/identifiers.js';
import { readLayout } from './layout.js';

/** Chunks that are at least as large are copied faster from the file's pages than through a cache. */
const leastBytesWithoutCache = 64 * 1024;

/**
 * How to open a dataset for reading where HDF5's own way is slow: large chunks that are stored as they are need no
 * cache. Without one HDF5 reads straight into the caller's memory; with it, into the cache first.
 *
 * @returns A list that the caller closes; `undefined` where the default is right.
 */
export function accessList(library: Hdf5Library, id: DatasetId): PropertyListId | undefined {
  const { chunks, filters, elementBytes } = readLayout(library, id);
  if (chunks === null || filters.length > 0) return undefined;
  if (chunks.reduce((product, extent) => product * extent, elementBytes) < leastBytesWithoutCache) return undefined;
  const { c, globals } = library;
  const list = library.demand(unplaced, 'a property list cannot be made', () =>
    c.H5Pcreate(globals.H5P_CLS_DATASET_ACCESS_ID_g),
  );
  c.H5Pset_chunk_cache(list, 0, 0, 1);
  return list;
}
