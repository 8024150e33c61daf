import type { NumericArray } from '../attributes.js';
import type { Dtype } from '../dtype.js';

interface NumericArrayClass {
  new (length: number): NumericArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NumericArray;
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
}

const signedArrays: Record<number, NumericArrayClass> = {
  1: Int8Array,
  2: Int16Array,
  4: Int32Array,
  8: BigInt64Array,
};
const unsignedArrays: Record<number, NumericArrayClass> = {
  1: Uint8Array,
  2: Uint16Array,
  4: Uint32Array,
  8: BigUint64Array,
};
const floatArrays: Record<number, NumericArrayClass> = { 2: Float32Array, 4: Float32Array, 8: Float64Array };

/** Typed-array class for a dtype whose elements are numbers or plain bytes; `undefined` for the others. */
export function numberArrayClass(dtype: Dtype): NumericArrayClass | undefined {
  switch (dtype.class) {
    case 'integer':
      return (dtype.signed ? signedArrays : unsignedArrays)[dtype.size];
    case 'float':
      return floatArrays[dtype.size];
    case 'bitfield':
      return unsignedArrays[dtype.size];
    case 'boolean':
    case 'opaque':
    case 'reference':
      return Uint8Array;
    case 'enum':
    case 'array':
      return numberArrayClass(dtype.base);
    default:
      return undefined;
  }
}

/** The number that each element is made of, and how many of them; `undefined` where elements are no plain numbers. */
export function numberLayout(dtype: Dtype): { size: number; perElement: number; swapped: boolean } | undefined {
  switch (dtype.class) {
    case 'integer':
    case 'float':
    case 'bitfield':
      return { size: dtype.size, perElement: 1, swapped: dtype.byteOrder === 'big' };
    case 'boolean':
    case 'enum':
      return numberLayout(dtype.base);
    case 'opaque':
    case 'reference':
      return { size: 1, perElement: dtype.size, swapped: false };
    case 'array': {
      const base = numberLayout(dtype.base);
      return base && { ...base, perElement: dtype.shape.reduce((product, n) => product * n, base.perElement) };
    }
    default:
      return undefined;
  }
}
