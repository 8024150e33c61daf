import { dtypes, type CompoundDtype, type Dtype, type IntegerDtype } from '@h5tail/adapter';
import { expect, test } from 'vitest';
import { memoryDtype } from '../src/memory-dtype.js';

const big: IntegerDtype = { class: 'integer', size: 4, signed: true, byteOrder: 'big' };
const little: IntegerDtype = { ...big, byteOrder: 'little' };
const bigEnum: Dtype = { class: 'enum', base: big, members: [{ name: 'ON', value: 1 }] };
const compound = (...members: Dtype[]): CompoundDtype =>
  dtypes.compound(members.map((dtype, i) => [`member${i}`, dtype] as const));

test.each<[string, Dtype, Dtype]>([
  ['big-endian numbers are turned', big, little],
  ['little-endian numbers stay', little, little],
  ['an enumeration keeps its order', bigEnum, bigEnum],
  ['an array is turned', dtypes.array(big, [2]), dtypes.array(little, [2])],
  ['a sequence is turned', dtypes.variableLength(big), dtypes.variableLength(little)],
  [
    'a compound of one order is turned',
    compound(big, dtypes.fixedString(3), big),
    compound(little, dtypes.fixedString(3), little),
  ],
  ['a compound of mixed orders stays', compound(big, little), compound(big, little)],
  ['turning stops at the first enumeration', compound(big, bigEnum, big), compound(little, bigEnum, big)],
])('%s', (_, stored, delivered) => {
  expect(memoryDtype(stored)).toEqual(delivered);
});
