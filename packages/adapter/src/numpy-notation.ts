import type { ByteOrder, Dtype } from './dtype.js';

const orderMarks: Record<ByteOrder, string> = { little: '<', big: '>' };

function number(kind: string, size: number, byteOrder: ByteOrder): string {
  return `${size === 1 ? '|' : orderMarks[byteOrder]}${kind}${size}`;
}

/**
 * A dtype in numpy's notation: `<u2`, `>f8`, `|b1`, `|S5`, `|V16`; `|O` where the elements have no fixed size
 * (variable-length text and sequences) or point to objects, as h5py shows them.
 *
 * Source: numpy's array interface, `typestr`. A compound or array, which numpy writes as a list, is given by its size
 * as `|V<size>`.
 */
export function numpyNotation(dtype: Dtype): string {
  switch (dtype.class) {
    case 'integer':
      return number(dtype.signed ? 'i' : 'u', dtype.size, dtype.byteOrder);
    case 'float':
      return number('f', dtype.size, dtype.byteOrder);
    case 'bitfield':
      return number('u', dtype.size, dtype.byteOrder);
    case 'boolean':
      return '|b1';
    case 'enum':
      return numpyNotation(dtype.base);
    case 'array':
      return numpyNotation(dtype.base);
    case 'string':
      return dtype.length === 'variable' ? '|O' : `|S${dtype.length}`;
    case 'compound':
    case 'opaque':
    case 'unknown':
      return `|V${dtype.size}`;
    case 'reference':
    case 'variable-length':
      return '|O';
  }
}
