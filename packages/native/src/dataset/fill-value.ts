import type { Dtype } from '@h5tail/adapter';
import { decodeElements, elementSize, encodeElements, numberLayout, typedValue } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import { constants } from '../c/constants.js';
import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { DatatypeId, PropertyListId } from '../c/identifiers.js';
import { dtypeFromHdf5 } from '../dtype/dtype-from-hdf5.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import { memoryDtype } from '../dtype/memory-dtype.js';
import { noPointers } from '@h5tail/local-file/objects';

/** The fill value that a dataset was created with, where it is a single number or text of fixed length. */
export function fillValueOf(
  library: Hdf5Library,
  list: PropertyListId,
  type: DatatypeId,
): number | bigint | string | undefined {
  const status = new Int32Array(1);
  if (library.c.H5Pfill_value_defined(list, status) < 0) return undefined;
  if (status[0] !== constants.H5D_FILL_VALUE_USER_DEFINED) return undefined;
  const dtype = memoryDtype(dtypeFromHdf5(library, type));
  const isText = dtype.class === 'string' && dtype.length !== 'variable';
  const isNumber = dtype.class !== 'reference' && dtype.class !== 'opaque' && numberLayout(dtype)?.perElement === 1;
  if (!isText && !isNumber) return undefined;
  const bytes = new Uint8Array(elementSize(dtype));
  return library.withIdentifiers(unplaced, (ids) => {
    const memoryType = new DatatypeMaker(library, ids, unplaced).make(dtype);
    if (library.c.H5Pget_fill_value(list, memoryType, bytes) < 0) return undefined;
    return (decodeElements(dtype, bytes, 1, noPointers) as ArrayLike<number | bigint | string>)[0];
  });
}

/**
 * Sets the value of elements that are not written.
 *
 * @throws Hdf5Error `INVALID_DATA` for a value that the dtype cannot hold.
 */
export function setFillValue(
  library: Hdf5Library,
  list: PropertyListId,
  dtype: Dtype,
  value: number | bigint,
  place: Place,
): void {
  const held = memoryDtype(dtype);
  const { data } = typedValue(value, { dtype: held });
  library.withIdentifiers(place, (ids) => {
    const type = new DatatypeMaker(library, ids, place).make(held);
    const bytes = encodeElements(held, data, 1, noPointers);
    library.demand(place, 'the fill value cannot be set', (c) => c.H5Pset_fill_value(list, type, bytes));
  });
}
