import { expect, it } from 'vitest';
import { dtypes, numpyNotation, type Dtype } from '../src/index.js';

const big = <D extends Dtype>(dtype: D): D => ({ ...dtype, byteOrder: 'big' });
const pair = (names: readonly [string, string], first: Dtype, second: Dtype = first): Dtype =>
  dtypes.compound([
    [names[0], first],
    [names[1], second],
  ]);
const table: readonly (readonly [wanted: string, dtype: Dtype])[] = [
  ['|i1', dtypes.int8],
  ['|u1', dtypes.uint8],
  ['<i2', dtypes.int16],
  ['>i2', big(dtypes.int16)],
  ['<u2', dtypes.uint16],
  ['<i4', dtypes.int32],
  ['>u4', big(dtypes.uint32)],
  ['<i8', dtypes.int64],
  ['<u8', dtypes.uint64],
  ['<f2', dtypes.float16],
  ['<f4', dtypes.float32],
  ['>f8', big(dtypes.float64)],
  ['|b1', dtypes.boolean],
  ['<u2', { class: 'bitfield', size: 2, byteOrder: 'little' }],
  ['|u1', { class: 'bitfield', size: 1, byteOrder: 'little' }],
  ['|i1', dtypes.enumeration(dtypes.int8, [])],
  ['>i4', dtypes.enumeration(big(dtypes.int32), [])],
  ['<f4', dtypes.array(dtypes.float32, [3])],
  ['|S5', dtypes.fixedString(5)],
  ['|O', dtypes.string],
  ['|V3', dtypes.opaque(3)],
  [
    '|V12',
    dtypes.compound([
      ['x', dtypes.float64],
      ['n', dtypes.int32],
    ]),
  ],
  ['<c8', pair(['r', 'i'], dtypes.float32)],
  ['<c16', pair(['r', 'i'], dtypes.float64)],
  ['>c16', pair(['r', 'i'], big(dtypes.float64))],
  ['|V4', pair(['r', 'i'], dtypes.float16)],
  ['|V16', pair(['i', 'r'], dtypes.float64)],
  ['|V12', pair(['r', 'i'], dtypes.float64, dtypes.float32)],
  ['|V16', pair(['r', 'i'], dtypes.float64, big(dtypes.float64))],
  ['|V16', pair(['r', 'i'], dtypes.int64)],
  ['|O', dtypes.objectReference],
  ['|O', dtypes.variableLengthBytes],
  ['|V4', { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 }],
];

it.each(table)('%s', (wanted, dtype) => {
  expect(numpyNotation(dtype)).toBe(wanted);
});
