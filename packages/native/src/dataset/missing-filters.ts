import { isHdf5Error, type Filter, type Hdf5Error } from '@h5tail/adapter';
import { missingFilter } from '@h5tail/adapter/implementation';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { WriteTarget } from './dataset-target.js';

/** What to do about a filter that HDF5 neither has nor finds. */
export const pluginRemedy =
  'Install its plug-in, and name its folder in HDF5_PLUGIN_PATH where HDF5 does not look there by itself';

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
  // To write a part of a chunk takes reading the chunk, so these words hold for a write too.
  return missingFilter('read', unavailable.length > 0 ? unavailable : filters, {
    ...objects.place(path),
    remedy: pluginRemedy,
    details: cause.details,
    cause,
  });
}

/** The filters that HDF5 neither has nor finds a plug-in for. Those that it finds are loaded. */
export function unavailableFilters(library: Hdf5Library, filters: readonly Filter[]): Filter[] {
  return filters.filter(({ id }) => {
    if (library.loadedFilters.has(id)) return false;
    if (library.floats.preserve(() => library.c.H5Zfilter_avail(id)) <= 0) return true;
    library.loadedFilters.add(id);
    return false;
  });
}
