import type { Dtype } from '../dtype.js';
import { Hdf5Error, type Hdf5ErrorContext } from '../errors.js';
import { numberArrayClass, numberLayout } from './number-array.js';

/**
 * Checks an array that a read shall fill, before the read.
 *
 * @param count Number of selected elements.
 * @returns Its bytes.
 * @throws Hdf5Error `INVALID_DATA` if it is of another class or length than the dtype and the selection ask for.
 */
export function checkInto(dtype: Dtype, count: number, into: unknown, place: Hdf5ErrorContext = {}): Uint8Array {
  const ArrayClass = numberArrayClass(dtype);
  const length = count * (numberLayout(dtype)?.perElement ?? 1);
  const array = into as ArrayBufferView & { readonly length?: number; readonly [Symbol.toStringTag]?: string };
  const fits = ArrayBuffer.isView(into) && array[Symbol.toStringTag] === ArrayClass?.name && array.length === length;
  if (fits) return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const wanted = ArrayClass === undefined ? 'absent for elements of this dtype' : `a ${ArrayClass.name} of ${length}`;
  throw new Hdf5Error('INVALID_DATA', `'into' must be ${wanted}`, place);
}
