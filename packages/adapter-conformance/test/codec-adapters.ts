import { filterIds, Hdf5Error, type Dataset } from '@h5tail/adapter';
import { missingFilter } from '@h5tail/adapter/implementation';
import { interceptingAdapter, memoryAdapter } from '../src/memory.js';
import type { BrokenAdapter } from './broken-adapters.js';

/** Reads of datasets with one of the filters go through `read`. */
function withFilters(affected: (id: number) => boolean, read: (dataset: Dataset) => Dataset['read']): BrokenAdapter {
  return (disk) =>
    interceptingAdapter(memoryAdapter({ disk }), {
      dataset: (dataset) => (dataset.filters.some(({ id }) => affected(id)) ? { read: read(dataset) } : {}),
    });
}

const takesPlugin = (id: number): boolean => id > filterIds.scaleOffset;

/** What h5wasm itself does where a plug-in is missing. */
export const zerosWithoutPlugin = withFilters(takesPlugin, (dataset) => async (selection, options) => {
  const slab = await dataset.read(selection, options);
  if (ArrayBuffer.isView(slab.data)) (slab.data as Uint16Array).fill(0);
  return slab;
});

/** A plug-in is missing, and nothing says which. */
export const namelessFilter = withFilters(takesPlugin, () => () => {
  throw new Hdf5Error('FILTER_MISSING', 'a filter is not available', { remedy: 'Install it' });
});

/** A library that was built without one of HDF5's own filters; of others it says well what is missing. */
export const withoutSzip = withFilters(
  (id) => id === filterIds.szip || takesPlugin(id),
  (dataset) => () => {
    throw missingFilter('read', dataset.filters, { remedy: 'Install them' });
  },
);
