import type { ByteOrder, CompoundDtype, Dtype, FloatDtype } from './dtype.js';

const orderMarks: Record<ByteOrder, string> = { little: '<', big: '>' };

function number(kind: string, size: number, byteOrder: ByteOrder): string {
  return `${size === 1 ? '|' : orderMarks[byteOrder]}${kind}${size}`;
}

/**
 * A dtype in numpy's notation: `<u2`, `>f8`, `|b1`, `|S5`, `|V16`; `|O` where the elements have no fixed size
 * (variable-length text and sequences) or point to objects, as h5py shows them.
 *
 * Source: numpy's array interface, `typestr`. A compound, which numpy writes as a list, is given by its size as
 * `|V<size>`; an array element by the notation of its base. A compound of two equal floats named r and i is how h5py
 * stores complex numbers, so it is `<c8` or `<c16`.
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
    case 'compound': {
      const part = partOfComplex(dtype);
      return part === undefined ? `|V${dtype.size}` : number('c', 2 * part.size, part.byteOrder);
    }
    case 'opaque':
    case 'unknown':
      return `|V${dtype.size}`;
    case 'reference':
    case 'variable-length':
      return '|O';
  }
}

/** Type of the real and of the imaginary part; numpy has no complex numbers of half floats. */
function partOfComplex({ members, size }: CompoundDtype): FloatDtype | undefined {
  const [real, imaginary, ...others] = members;
  if (real?.name !== 'r' || imaginary?.name !== 'i' || others.length > 0) return undefined;
  if (real.dtype.class !== 'float' || imaginary.dtype.class !== 'float') return undefined;
  const isPacked = real.offset === 0 && imaginary.offset === real.dtype.size && size === 2 * real.dtype.size;
  const areEqual = real.dtype.size === imaginary.dtype.size && real.dtype.byteOrder === imaginary.dtype.byteOrder;
  return isPacked && areEqual && real.dtype.size > 2 ? real.dtype : undefined;
}
