import type { AnyData, Dtype, NumericArray } from '@h5tail/adapter';

/** Whether the elements of a dtype are numbers, or count as such: booleans as 0 and 1, enumerations by their values. */
export function isNumeric(dtype: Dtype): boolean {
  switch (dtype.class) {
    case 'integer':
    case 'float':
    case 'boolean':
    case 'enum':
    case 'bitfield':
      return true;
    case 'array':
      return isNumeric(dtype.base);
    case 'string':
    case 'compound':
    case 'opaque':
    case 'reference':
    case 'variable-length':
    case 'unknown':
      return false;
  }
}

/** The numbers of a slab; `undefined` where its elements are none. */
export function numbersOf(dtype: Dtype, data: AnyData): NumericArray | undefined {
  // Opaque bytes come in a typed array too, so the array alone does not tell.
  return isNumeric(dtype) ? (data as NumericArray) : undefined;
}
