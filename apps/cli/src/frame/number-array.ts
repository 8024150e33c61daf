import { isNumberDtype, type AnyData, type Dtype, type NumericArray } from '@h5tail/adapter';

/** Whether the elements of a dtype are numbers, or arrays of them. */
export function isNumeric(dtype: Dtype): boolean {
  return dtype.class === 'array' ? isNumeric(dtype.base) : isNumberDtype(dtype);
}

/** The numbers of a slab; `undefined` where its elements are none. */
export function numbersOf(dtype: Dtype, data: AnyData): NumericArray | undefined {
  // Opaque bytes come in a typed array too, so the array alone does not tell.
  return isNumeric(dtype) ? (data as NumericArray) : undefined;
}
