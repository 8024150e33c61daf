import type { Dtype } from '@h5tail/adapter';
import { describe, expect, test } from 'vitest';
import { parseDatatypeMessage } from '../src/datatype-message.js';

const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const name = (text: string, padding = 1): number[] => {
  const bytes = [...new TextEncoder().encode(text), 0];
  while (bytes.length % padding !== 0) bytes.push(0);
  return bytes;
};
/** A datatype message; `bits` are the 24 bits of its class. */
const message = (
  version: number,
  typeClass: number,
  bits: number,
  size: number,
  ...properties: number[][]
): number[] => [
  (version << 4) | typeClass,
  bits & 0xff,
  (bits >> 8) & 0xff,
  bits >> 16,
  ...u32(size),
  ...properties.flat(),
];
const parse = (bytes: number[]): Dtype | undefined => parseDatatypeMessage(Uint8Array.from(bytes));

const integer = (size: number, offset = 0, precision = 8 * size, bits = 0x08): number[] =>
  message(1, 0, bits, size, u16(offset), u16(precision));
const float = (size: number, fields: number[], bias: number, bits = 0x20, precision = 8 * size): number[] =>
  message(1, 1, bits, size, u16(0), u16(precision), fields, u32(bias));
const single = [23, 8, 0, 23];
const signedByte: Dtype = { class: 'integer', size: 1, signed: true, byteOrder: 'little' };

describe('numbers', () => {
  test.each<[string, number[], Dtype]>([
    ['int16', integer(2), { class: 'integer', size: 2, signed: true, byteOrder: 'little' }],
    ['uint64, big-endian', integer(8, 0, 64, 1), { class: 'integer', size: 8, signed: false, byteOrder: 'big' }],
    ['one byte has no order', integer(1, 0, 8, 1), { class: 'integer', size: 1, signed: false, byteOrder: 'little' }],
    ['float16', float(2, [10, 5, 0, 10], 15, 0x0f20), { class: 'float', size: 2, byteOrder: 'little' }],
    ['float32', float(4, single, 127, 0x1f20), { class: 'float', size: 4, byteOrder: 'little' }],
    ['float64', float(8, [52, 11, 0, 52], 1023, 0x3f21), { class: 'float', size: 8, byteOrder: 'big' }],
    ['bits', message(1, 4, 1, 2, u16(0), u16(16)), { class: 'bitfield', size: 2, byteOrder: 'big' }],
  ])('%s', (_, bytes, dtype) => {
    expect(parse(bytes)).toEqual(dtype);
  });

  test.each([
    ['H5T_INTEGER with 12 of 16 bits', integer(2, 0, 12), 2],
    ['H5T_INTEGER with 12 of 16 bits from bit 4 on', integer(2, 4, 12), 2],
    ['H5T_INTEGER', integer(3), 3],
    ['H5T_BITFIELD with 3 of 8 bits from bit 1 on', message(1, 4, 0, 1, u16(1), u16(3)), 1],
    ['H5T_FLOAT with 8 bits of exponent and 7 of mantissa', float(2, [7, 8, 0, 7], 127, 0x0f20), 2],
    ['H5T_FLOAT with 8 bits of exponent and 23 of mantissa', float(4, single, 128, 0x1f20), 4],
    ['H5T_FLOAT with 8 bits of exponent and 23 of mantissa', float(4, single, 127, 0x1f10), 4],
    ['H5T_FLOAT in the byte order of VAX', float(4, single, 127, 0x1f61), 4],
    ['H5T_FLOAT with 80 of 128 bits', float(16, [64, 15, 0, 64], 16383, 0x4f20, 80), 16],
    ['H5T_TIME', message(1, 2, 0, 4, u16(32)), 4],
    ['H5T_COMPLEX', message(5, 11, 1, 8, float(4, single, 127, 0x1f20)), 8],
    ['H5T_REFERENCE of the kind of HDF5 1.12', message(4, 7, 2, 64), 64],
    ['H5T_ENUM on H5T_INTEGER with 7 of 8 bits', message(3, 8, 1, 1, integer(1, 0, 7), name('ON'), [1]), 1],
  ])('%s', (hdf5Class, bytes, size) => {
    expect(parse(bytes)).toEqual({ class: 'unknown', hdf5Class, size });
  });
});

test.each<[string, number[], Dtype]>([
  ['text', message(1, 3, 0x12, 7), { class: 'string', length: 7, charset: 'utf-8', padding: 'space-padded' }],
  [
    'text of variable length',
    message(1, 9, 0x0111, 16, message(1, 3, 0, 1)),
    { class: 'string', length: 'variable', charset: 'utf-8', padding: 'null-padded' },
  ],
  ['a sequence', message(1, 9, 0, 16, integer(1)), { class: 'variable-length', base: signedByte }],
  ['opaque bytes', message(1, 5, 8, 3, name('grün', 8)), { class: 'opaque', size: 3, tag: 'grün' }],
  ['a reference', message(1, 7, 1, 12), { class: 'reference', target: 'region', size: 12 }],
  [
    'an array, version 2',
    message(2, 10, 0, 6, [2, 0, 0, 0], u32(2), u32(3), u32(0), u32(0), integer(1)),
    { class: 'array', base: signedByte, shape: [2, 3] },
  ],
  [
    'an array, version 3',
    message(3, 10, 0, 2, [1], u32(2), integer(1)),
    { class: 'array', base: signedByte, shape: [2] },
  ],
  [
    'an enumeration, version 1',
    message(1, 8, 2, 8, integer(8, 0, 64, 0), name('a', 8), name('eight-by', 8), u32(1), u32(0), u32(1), u32(1 << 31)),
    {
      class: 'enum',
      base: { class: 'integer', size: 8, signed: false, byteOrder: 'little' },
      members: [
        { name: 'a', value: 1 },
        { name: 'eight-by', value: 2n ** 63n + 1n },
      ],
    },
  ],
  [
    'a boolean',
    message(3, 8, 2, 1, integer(1), name('FALSE'), name('TRUE'), [0, 1]),
    { class: 'boolean', base: signedByte },
  ],
  [
    'a compound, version 1, whose member is an array by itself',
    message(1, 6, 1, 9, name('x', 8), u32(1), [2, 0, 0, 0], u32(0), u32(0), u32(2), u32(4), u32(9), u32(9), integer(1)),
    {
      class: 'compound',
      size: 9,
      members: [{ name: 'x', offset: 1, dtype: { class: 'array', base: signedByte, shape: [2, 4] } }],
    },
  ],
  [
    'a compound, version 2',
    message(2, 6, 2, 2, name('x', 8), u32(0), integer(1), name('12345678', 8), u32(1), integer(1)),
    {
      class: 'compound',
      size: 2,
      members: [
        { name: 'x', offset: 0, dtype: signedByte },
        { name: '12345678', offset: 1, dtype: signedByte },
      ],
    },
  ],
  [
    'a compound, version 3, with places of two bytes',
    message(3, 6, 1, 256, name('x'), u16(255), integer(1)),
    { class: 'compound', size: 256, members: [{ name: 'x', offset: 255, dtype: signedByte }] },
  ],
])('%s', (_, bytes, dtype) => {
  expect(parse(bytes)).toEqual(dtype);
  // A message must be there as a whole; what stands behind it is padding.
  expect(parse([...bytes, 0, 0, 0])).toEqual(dtype);
  for (let length = 0; length < bytes.length; length++) expect(parse(bytes.slice(0, length))).toBeUndefined();
});

test.each([
  ['an unknown version', message(6, 0, 0, 1, u16(0), u16(8))],
  ['version 0', message(0, 0, 0, 1, u16(0), u16(8))],
  ['an unknown class', message(1, 12, 0, 1)],
  ['elements without bytes', message(1, 3, 0, 0)],
  ['bits beyond the bytes', integer(2, 5, 12)],
  ['no bits', integer(2, 0, 0)],
  ['text of an unknown kind', message(1, 3, 0x03, 1)],
  ['a sequence of an unknown kind', message(1, 9, 2, 16, integer(1))],
  ['a reference of an unknown kind', message(4, 7, 5, 8)],
  ['an enumeration on text', message(3, 8, 0, 1, message(1, 3, 0, 1))],
  ['an enumeration on numbers of another size', message(3, 8, 0, 2, integer(1))],
  ['types nested without end', Array.from({ length: 1000 }, () => message(3, 9, 0, 16)).flat()],
])('%s is no datatype', (_, bytes) => {
  expect(parse(bytes)).toBeUndefined();
});
