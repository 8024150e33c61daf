import type { Filter } from '@h5tail/adapter';
import { constants } from '../c/constants.js';
import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { DatasetId, PropertyListId } from '../c/identifiers.js';
import { fillValueOf } from './fill-value.js';
import { unavailableFilters } from './missing-filters.js';

/** As many as HDF5 tells: it takes a larger number for one that was forgotten to be set, and refuses. */
const mostFilterValues = 256;
const mostNameBytes = 256;

/** How a dataset is stored. */
export interface Layout {
  readonly chunks: readonly number[] | null;
  readonly filters: readonly Filter[];
  readonly fillValue: number | bigint | string | undefined;
  /** File names of a virtual dataset's sources, as stored; `undefined` for another dataset. */
  readonly sources: readonly string[] | undefined;
  /** Bytes of one element as stored. */
  readonly elementBytes: number;
}

/** @throws Hdf5Error */
export function readLayout(library: Hdf5Library, id: DatasetId): Layout {
  return library.withIdentifiers(unplaced, (ids) => {
    const what = 'the layout of the dataset cannot be read';
    const list = ids.add(unplaced, what, (c) => c.H5Dget_create_plist(id));
    const type = ids.add(unplaced, what, (c) => c.H5Dget_type(id));
    const layout = library.c.H5Pget_layout(list);
    const filters = filtersOf(library, list);
    // Plug-ins are loaded now, where that changes nothing else; a read would load them wherever it runs.
    unavailableFilters(library, filters);
    return {
      chunks: layout === constants.H5D_CHUNKED ? chunksOf(library, list) : null,
      filters,
      fillValue: fillValueOf(library, list, type),
      sources: layout === constants.H5D_VIRTUAL ? sourcesOf(library, list) : undefined,
      elementBytes: Number(library.c.H5Tget_size(type)),
    };
  });
}

function chunksOf({ c }: Hdf5Library, list: PropertyListId): number[] {
  const dims = new BigUint64Array(constants.H5S_MAX_RANK);
  return Array.from(dims.subarray(0, c.H5Pget_chunk(list, dims.length, dims)), Number);
}

function filtersOf({ c }: Hdf5Library, list: PropertyListId): Filter[] {
  const filters: Filter[] = [];
  for (let i = 0; i < c.H5Pget_nfilters(list); i++) {
    const count = BigUint64Array.of(BigInt(mostFilterValues));
    const values = new Uint32Array(mostFilterValues);
    const name = new Uint8Array(mostNameBytes);
    const id = c.H5Pget_filter2(list, i, new Uint32Array(1), count, values, mostNameBytes, name, new Uint32Array(1));
    const text = textIn(name);
    filters.push({ id, ...(text === '' ? {} : { name: text }), options: [...values.subarray(0, Number(count[0]))] });
  }
  return filters;
}

function sourcesOf({ c }: Hdf5Library, list: PropertyListId): string[] {
  const count = new BigUint64Array(1);
  c.H5Pget_virtual_count(list, count);
  return Array.from({ length: Number(count[0]) }, (_, i) => {
    const bytes = new Uint8Array(Number(c.H5Pget_virtual_filename(list, i, null, 0)) + 1);
    c.H5Pget_virtual_filename(list, i, bytes, bytes.length);
    return textIn(bytes);
  });
}

function textIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
}
