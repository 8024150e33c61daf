import { filterIds, Hdf5Error, type Filter } from '@h5tail/adapter';
import { missingFilter } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import { constants } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { PropertyListId } from '../c/identifiers.js';
import { pluginRemedy, unavailableFilters } from './missing-filters.js';

/** Szip as it may be bought: reading is free, and some builds of HDF5 cannot write it. */
function canEncode({ c }: Hdf5Library, { id }: Filter): boolean {
  const config = new Uint32Array(1);
  if (c.H5Zget_filter_info(id, config) < 0) return false;
  return ((config[0] as number) & constants.H5Z_FILTER_CONFIG_ENCODE_ENABLED) !== 0;
}

/**
 * Asks HDF5 for the filters that a new dataset shall have. HDF5 itself would find out at the first write.
 *
 * @throws Hdf5Error `FILTER_MISSING`
 */
export function requireFilters(library: Hdf5Library, filters: readonly Filter[], place: Place): void {
  const missing = unavailableFilters(library, filters);
  if (missing.length > 0) throw missingFilter('write', missing, { ...place, remedy: pluginRemedy });
  const decodeOnly = filters.filter((filter) => !canEncode(library, filter));
  if (decodeOnly.length > 0) {
    const remedy = 'It can only read here: use another filter, or an HDF5 with the part of it that writes';
    throw missingFilter('write', decodeOnly, { ...place, remedy });
  }
}

const mostDeflateLevel = 9;

/** HDF5 takes any number for a level of deflate; zlib then refuses each chunk, and HDF5 stores it as it is. */
function requireLevel({ id, options }: Filter, place: Place): void {
  const level = options[0] ?? -1;
  if (id !== filterIds.deflate || (Number.isInteger(level) && level >= 0 && level <= mostDeflateLevel)) return;
  throw new Hdf5Error('INVALID_DATA', `deflate has no level ${options[0]}`, { ...place, remedy: 'Use 0 to 9' });
}

/** Puts filters into the list that a dataset is created with, in the order of writing. */
export function setFilters(library: Hdf5Library, list: PropertyListId, filters: readonly Filter[], place: Place): void {
  for (const filter of filters) {
    const { id, options } = filter;
    requireLevel(filter, place);
    library.demand(place, `the filter ${id} cannot be set`, (c) => {
      // HDF5 completes the options of szip itself, in this call only.
      if (id === filterIds.szip) return c.H5Pset_szip(list, options[0] ?? 0, options[1] ?? 0);
      return c.H5Pset_filter(list, id, flagsOf(id), options.length, Uint32Array.from(options));
    });
  }
}

/** A checksum that was left out would protect nothing; another filter may leave a chunk that it makes no smaller. */
function flagsOf(id: number): number {
  return id === filterIds.fletcher32 ? 0 : constants.H5Z_FLAG_OPTIONAL;
}
