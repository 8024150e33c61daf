import { constants, defaultList } from './constants.js';
import type { Hdf5Library } from './hdf5-library.js';
import type { LocationId } from './identifiers.js';
import { byteStructures } from './structures.js';

/** What HDF5 tells of an object without opening it. */
export interface ObjectInfo {
  /** Number of the file among those that this process has open. */
  readonly fileNumber: number;
  /** Address of the object's header, from the base of its file. */
  readonly address: bigint;
  /** As `H5O_type_t` has it. */
  readonly type: number;
}

const { size, fields } = byteStructures.H5O_info1_t;

/** Looks an object up; `undefined` where that fails, and HDF5's error stack says why. */
export function readObjectInfo({ c }: Hdf5Library, location: LocationId, path = '.'): ObjectInfo | undefined {
  const info = new DataView(new ArrayBuffer(size));
  if (c.H5Oget_info_by_name2(location, path, info, constants.H5O_INFO_BASIC, defaultList) < 0) return undefined;
  return {
    // A C `unsigned long`, of four bytes on Windows. It counts from zero.
    fileNumber: info.getUint32(fields.fileno.offset, true),
    address: info.getBigUint64(fields.addr.offset, true),
    type: info.getInt32(fields.type.offset, true),
  };
}
