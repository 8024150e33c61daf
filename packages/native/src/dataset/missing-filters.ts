import { filterIds, Hdf5Error, isHdf5Error, type Filter } from '@h5tail/adapter';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { WriteTarget } from './dataset-target.js';

/**
 * Runs a read or write, or waits for one, and names the filters where one is missing: HDF5 tells where it looked for a
 * plug-in, but not for which filter.
 */
export function namingFilters(target: WriteTarget, call: Promise<void>): Promise<void>;
export function namingFilters(target: WriteTarget, call: () => void): void;
export function namingFilters(target: WriteTarget, call: Promise<void> | (() => void)): Promise<void> | void {
  const name = (error: unknown): never => {
    throw isHdf5Error(error) && error.code === 'FILTER_MISSING' ? missing(target, error) : error;
  };
  if (typeof call !== 'function') return call.catch(name);
  try {
    call();
  } catch (error) {
    name(error);
  }
}

function missing({ objects, path, filters }: WriteTarget, cause: Hdf5Error): Hdf5Error {
  const unavailable = unavailableFilters(objects.instance.thread.library, filters);
  return filterMissing(unavailable.length > 0 ? unavailable : filters, objects.place(path), cause);
}

/** The filters that HDF5 neither has nor finds a plug-in for. */
export function unavailableFilters({ c }: Hdf5Library, filters: readonly Filter[]): Filter[] {
  return filters.filter((filter) => c.H5Zfilter_avail(filter.id) <= 0);
}

/** The error for filters that are missing, which names them. */
export function filterMissing(
  filters: readonly Filter[],
  place: { readonly file: string; readonly object?: string },
  cause?: Hdf5Error,
): Hdf5Error {
  const names = filters.map(filterText).join(', ');
  return new Hdf5Error('FILTER_MISSING', `the chunks need the filter ${names}, which HDF5 does not find`, {
    ...place,
    remedy: 'Install its plug-in, and name its folder in HDF5_PLUGIN_PATH where HDF5 does not look there by itself',
    details: cause?.details,
    cause,
  });
}

/** Number and name; where the file does not tell the name, that under which the number is registered. */
function filterText({ id, name }: Filter): string {
  const known = name ?? Object.entries(filterIds).find(([, number]) => number === id)?.[0];
  return known === undefined ? `${id}` : `${id} (${known})`;
}
