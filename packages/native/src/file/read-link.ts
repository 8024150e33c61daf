import type { Link } from '@h5tail/adapter';
import { constants, defaultList } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { LocationId } from '../c/identifiers.js';
import { byteStructures } from '../c/structures.js';

const { size, fields } = byteStructures.H5L_info1_t;

/** How the last name of a path leads to its object; hard also where there is no such name. */
export function linkAt({ c }: Hdf5Library, location: LocationId, path: string): Link {
  const info = new DataView(new ArrayBuffer(size));
  const getInfo = c.H5Lget_info ?? c.H5Lget_info1;
  if (path === '/' || getInfo === undefined || getInfo(location, path, info, defaultList) < 0) return { type: 'hard' };
  const type = info.getInt32(fields.type.offset, true);
  if (type !== constants.H5L_TYPE_SOFT && type !== constants.H5L_TYPE_EXTERNAL) return { type: 'hard' };
  const value = new Uint8Array(Number(info.getBigUint64(fields['u.val_size'].offset, true)));
  if (c.H5Lget_val(location, path, value, value.length, defaultList) < 0) return { type: 'hard' };
  if (type === constants.H5L_TYPE_SOFT) return { type: 'soft', target: firstText(value) };
  // Version and flags in one byte, then two texts.
  const file = firstText(value.subarray(1));
  const target = firstText(value.subarray(value.indexOf(0, 1) + 1));
  return { type: 'external', file, target: target === '' ? '/' : target };
}

function firstText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
}
