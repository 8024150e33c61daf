import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import { allElements, constants } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { IdentifierScope } from '../c/identifier-scope.js';
import type { DatasetId, DataspaceId } from '../c/identifiers.js';

/** Where selected elements are in the file and in memory. */
export interface SelectedSpaces {
  readonly memory: DataspaceId;
  readonly file: DataspaceId;
}

/**
 * Selects elements. Also where all are selected: those that are known of, while the dataset may have grown since.
 *
 * @throws Hdf5Error
 */
export function selectSpaces(
  library: Hdf5Library,
  ids: IdentifierScope,
  place: Place,
  dataset: DatasetId,
  slab: Hyperslab,
): SelectedSpaces {
  const what = 'the elements cannot be selected';
  // A single value has no axes and is taken whole.
  if (slab.count.length === 0) {
    return { memory: ids.add(place, what, (c) => c.H5Screate(constants.H5S_SCALAR)), file: allElements };
  }
  const count = BigUint64Array.from(slab.count, BigInt);
  const file = ids.add(place, what, (c) => c.H5Dget_space(dataset));
  const memory = ids.add(place, what, (c) => c.H5Screate_simple(count.length, count, null));
  const start = BigUint64Array.from(slab.start, BigInt);
  const stride = slab.stride.some((step) => step !== 1) ? BigUint64Array.from(slab.stride, BigInt) : null;
  const { H5S_SELECT_SET } = constants;
  library.demand(place, what, (c) => c.H5Sselect_hyperslab(file, H5S_SELECT_SET, start, stride, count, null));
  return { memory, file };
}
