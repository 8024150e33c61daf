import type { Dtype } from '@h5tail/adapter';
import { holdsPointers } from '@h5tail/adapter/implementation';
import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { DatatypeId } from '../c/identifiers.js';
import { DatatypeMaker } from './dtype-to-hdf5.js';
import { memoryDtype } from './memory-dtype.js';

/**
 * Whether the bytes of elements are in the file as memory holds them, so that they can be read without converting; of
 * sequences those of their elements, of text of any length its characters.
 *
 * @param type The datatype as stored, which `dtype` stands for.
 */
export function isStoredAsHeld(library: Hdf5Library, type: DatatypeId, dtype: Dtype): boolean {
  if (holdsUnknown(dtype)) return false;
  if (dtype.class === 'string' && dtype.length === 'variable') return true;
  return library.withIdentifiers(unplaced, (ids) => {
    if (dtype.class === 'variable-length') {
      const base = ids.add(unplaced, 'the base of a datatype cannot be read', (c) => c.H5Tget_super(type));
      return !holdsPointers(dtype.base) && isStoredAsHeld(library, base, dtype.base);
    }
    if (holdsPointers(dtype)) return false;
    return library.c.H5Tequal(type, new DatatypeMaker(library, ids, unplaced).make(memoryDtype(dtype))) > 0;
  });
}

/** Whether there is something in elements that can be seen but not read. */
function holdsUnknown(dtype: Dtype): boolean {
  switch (dtype.class) {
    case 'unknown':
      return true;
    case 'array':
    case 'variable-length':
      return holdsUnknown(dtype.base);
    case 'compound':
      return dtype.members.some((member) => holdsUnknown(member.dtype));
    default:
      return false;
  }
}
