import { describe, expect, it } from 'vitest';
import { dtypeName, dtypes, hasDtype, type Dtype } from '../src/index.js';

describe('dtypes', () => {
  it('places the members of a compound without gaps', () => {
    const dtype = dtypes.compound([
      ['flag', dtypes.uint8],
      ['x', dtypes.float64],
      ['triple', dtypes.array(dtypes.int16, [3])],
      ['inner', dtypes.compound([['a', dtypes.int32]])],
      ['label', dtypes.fixedString(5)],
      ['good', dtypes.boolean],
    ]);
    expect(dtype.members.map(({ name, offset }) => [name, offset])).toEqual([
      ['flag', 0],
      ['x', 1],
      ['triple', 9],
      ['inner', 15],
      ['label', 19],
      ['good', 24],
    ]);
    expect(dtype.size).toBe(25);
  });

  it('places no members of variable length', () => {
    expect(() => dtypes.compound([['text', dtypes.string]])).toThrow(TypeError);
    expect(() => dtypes.compound([['bytes', dtypes.variableLengthBytes]])).toThrow(TypeError);
  });
});

describe('dtypeName', () => {
  it.each<[string, Dtype]>([
    ['int8', dtypes.int8],
    ['uint64', dtypes.uint64],
    ['float16', dtypes.float16],
    ['float64', { ...dtypes.float64, byteOrder: 'big' }],
    ['string', dtypes.fixedString(3)],
    ['boolean', dtypes.boolean],
    ['variable-length', dtypes.variableLengthBytes],
    ['unknown', { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 }],
  ])('is %s', (name, dtype) => {
    expect(dtypeName(dtype)).toBe(name);
    expect(hasDtype({ dtype }, name as 'int8')).toBe(true);
    expect(hasDtype({ dtype }, 'bitfield')).toBe(false);
  });
});
