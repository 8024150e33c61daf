import { constants, unlimited } from './constants.js';
import type { Hdf5Library } from './hdf5-library.js';
import type { DataspaceId } from './identifiers.js';

/** Extents of a dataspace. */
export interface Extents {
  /** Slowest axis first; `null` for a null dataspace. */
  readonly shape: readonly number[] | null;
  /** `null` along an unlimited axis, and as a whole for a null dataspace. */
  readonly maxShape: readonly (number | null)[] | null;
}

/** Reads the extents of a dataspace. */
export function readExtents({ c }: Hdf5Library, space: DataspaceId): Extents {
  const dims = new BigUint64Array(constants.H5S_MAX_RANK);
  const limits = new BigUint64Array(constants.H5S_MAX_RANK);
  const rank = Math.max(0, c.H5Sget_simple_extent_dims(space, dims, limits));
  if (rank === 0 && c.H5Sget_simple_extent_type(space) === constants.H5S_NULL) return { shape: null, maxShape: null };
  return {
    shape: Array.from(dims.subarray(0, rank), Number),
    maxShape: Array.from(limits.subarray(0, rank), (limit) => (limit === unlimited ? null : Number(limit))),
  };
}

/**
 * Makes a dataspace, which the caller closes; negative where HDF5 refuses.
 *
 * @param shape `null` for a null dataspace, empty for a single value.
 */
export function makeSpace(
  { c }: Hdf5Library,
  shape: readonly number[] | null,
  maxShape: readonly (number | null)[] | null = shape,
): DataspaceId {
  if (shape === null) return c.H5Screate(constants.H5S_NULL);
  if (shape.length === 0) return c.H5Screate(constants.H5S_SCALAR);
  const limits = maxShape?.map((limit) => (limit === null ? unlimited : BigInt(limit)));
  return c.H5Screate_simple(
    shape.length,
    BigUint64Array.from(shape, BigInt),
    limits === undefined ? null : BigUint64Array.from(limits),
  );
}
