import type { ByteOrder, Dtype } from '@h5tail/adapter';
import { Unreadable, type ByteCursor } from './byte-cursor.js';
import type { DatatypePrefix } from './datatype-message.js';

/**
 * Source: "Class-specific information for Fixed-point Numbers (Class 0)" in IV.A.2.d "The Datatype Message".
 */
export function parseInteger(cursor: ByteCursor, { bits, size }: DatatypePrefix): Dtype {
  const odd = partialBits(cursor, size);
  if (odd !== '' || !isNumberSize(size)) return { class: 'unknown', hdf5Class: `H5T_INTEGER${odd}`, size };
  return { class: 'integer', size, signed: (bits & 0x08) !== 0, byteOrder: byteOrder(bits, size) };
}

/** Source: "Class-specific information for Bitfield (Class 4)". */
export function parseBitfield(cursor: ByteCursor, { bits, size }: DatatypePrefix): Dtype {
  const odd = partialBits(cursor, size);
  if (odd !== '' || !isNumberSize(size)) return { class: 'unknown', hdf5Class: `H5T_BITFIELD${odd}`, size };
  return { class: 'bitfield', size, byteOrder: byteOrder(bits, size) };
}

/** Places and sizes of the fields of IEEE 754's numbers, in bits. */
const ieeeLayouts = {
  2: { sign: 15, exponentAt: 10, exponentSize: 5, mantissaAt: 0, mantissaSize: 10, bias: 15 },
  4: { sign: 31, exponentAt: 23, exponentSize: 8, mantissaAt: 0, mantissaSize: 23, bias: 127 },
  8: { sign: 63, exponentAt: 52, exponentSize: 11, mantissaAt: 0, mantissaSize: 52, bias: 1023 },
} as const;

/** Source: "Class-specific information for Floating-point Numbers (Class 1)". */
export function parseFloat(cursor: ByteCursor, { bits, size }: DatatypePrefix): Dtype {
  const odd = partialBits(cursor, size);
  const layout = {
    sign: (bits >> 8) & 0xff,
    exponentAt: cursor.unsigned(1),
    exponentSize: cursor.unsigned(1),
    mantissaAt: cursor.unsigned(1),
    mantissaSize: cursor.unsigned(1),
    bias: cursor.unsigned(4),
  };
  if (odd !== '' || (size !== 2 && size !== 4 && size !== 8)) {
    return { class: 'unknown', hdf5Class: `H5T_FLOAT${odd}`, size };
  }
  const ieee = ieeeLayouts[size];
  const impliedFirstBit = ((bits >> 4) & 0x03) === 2;
  const isVax = (bits & 0x40) !== 0;
  const same = (Object.keys(ieee) as (keyof typeof ieee)[]).every((field) => layout[field] === ieee[field]);
  if (same && impliedFirstBit && !isVax) return { class: 'float', size, byteOrder: byteOrder(bits, size) };
  const hdf5Class = isVax
    ? 'H5T_FLOAT in the byte order of VAX'
    : `H5T_FLOAT with ${layout.exponentSize} bits of exponent and ${layout.mantissaSize} of mantissa`;
  return { class: 'unknown', hdf5Class, size };
}

/** In words where a number does not fill its bytes; empty where it does. */
function partialBits(cursor: ByteCursor, size: number): string {
  const [offset, precision] = [cursor.unsigned(2), cursor.unsigned(2)];
  const all = 8 * size;
  if (precision === 0 || offset + precision > all) throw new Unreadable('a number leaves its bytes');
  if (precision === all) return '';
  return ` with ${precision} of ${all} bits${offset === 0 ? '' : ` from bit ${offset} on`}`;
}

/** Whether the interface has integers of so many bytes. */
function isNumberSize(size: number): size is 1 | 2 | 4 | 8 {
  return size === 1 || size === 2 || size === 4 || size === 8;
}

function byteOrder(bits: number, size: number): ByteOrder {
  return size > 1 && (bits & 0x01) !== 0 ? 'big' : 'little';
}
