import { constants } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { DatatypeId } from '../c/identifiers.js';

/** Where the fields of IEEE 754's binary formats lie, in bits, and the bias of the exponent. */
export const ieeeLayouts = {
  2: { sign: 15, exponent: 10, exponentSize: 5, mantissa: 0, mantissaSize: 10, bias: 15 },
  4: { sign: 31, exponent: 23, exponentSize: 8, mantissa: 0, mantissaSize: 23, bias: 127 },
  8: { sign: 63, exponent: 52, exponentSize: 11, mantissa: 0, mantissaSize: 52, bias: 1023 },
} as const;

/** Whether a float of `size` bytes is laid out as IEEE 754 has it, in either byte order. */
export function isIeee({ c }: Hdf5Library, type: DatatypeId, size: 2 | 4 | 8): boolean {
  const layout = ieeeLayouts[size];
  const fields = [0, 1, 2, 3, 4].map(() => new BigUint64Array(1));
  const [sign, exponent, exponentSize, mantissa, mantissaSize] = fields as [
    BigUint64Array,
    BigUint64Array,
    BigUint64Array,
    BigUint64Array,
    BigUint64Array,
  ];
  if (c.H5Tget_fields(type, sign, exponent, exponentSize, mantissa, mantissaSize) < 0) return false;
  const order = c.H5Tget_order(type);
  return (
    Number(c.H5Tget_precision(type)) === 8 * size &&
    (order === constants.H5T_ORDER_LE || order === constants.H5T_ORDER_BE) &&
    c.H5Tget_norm(type) === constants.H5T_NORM_IMPLIED &&
    Number(c.H5Tget_ebias(type)) === layout.bias &&
    Number(sign[0]) === layout.sign &&
    Number(exponent[0]) === layout.exponent &&
    Number(exponentSize[0]) === layout.exponentSize &&
    Number(mantissa[0]) === layout.mantissa &&
    Number(mantissaSize[0]) === layout.mantissaSize
  );
}
