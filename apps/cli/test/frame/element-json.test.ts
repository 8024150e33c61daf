import { dtypes, VariableLength, type AnyData, type Dtype } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { elementsJson, flatListJson } from '../../src/frame/element-json.js';

const point = dtypes.compound([
  ['x', dtypes.float64],
  ['name', dtypes.fixedString(4)],
  ['pair', dtypes.array(dtypes.int16, [2])],
]);

const cases: readonly [string, Dtype, AnyData, unknown[]][] = [
  ['integers', dtypes.uint16, Uint16Array.of(1, 65535), [1, 65535]],
  ['floats', dtypes.float32, Float32Array.of(0.5, NaN, -Infinity), [0.5, 'NaN', '-Infinity']],
  ['booleans', dtypes.boolean, Uint8Array.of(0, 1), [0, 1]],
  ['strings', dtypes.string, ['a', 'quote "', ''], ['a', 'quote "', '']],
  ['opaque bytes', dtypes.opaque(2), Uint8Array.of(0, 255, 16, 1), ['00ff', '1001']],
  [
    'compounds',
    point,
    new Map<string, AnyData>([
      ['x', Float64Array.of(1.5, NaN)],
      ['name', ['one', 'two']],
      ['pair', Int16Array.of(1, 2, 3, 4)],
    ]),
    [
      { x: 1.5, name: 'one', pair: [1, 2] },
      { x: 'NaN', name: 'two', pair: [3, 4] },
    ],
  ],
  [
    'sequences',
    dtypes.variableLengthBytes,
    VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]),
    [[1, 2], [], [3]],
  ],
];

describe('elementsJson', () => {
  it.each(cases)('writes %s', (_, dtype, data, expected) => {
    expect(elementsJson(dtype, data).map((text) => JSON.parse(text) as unknown)).toEqual(expected);
    expect(JSON.parse(flatListJson(dtype, data))).toEqual(expected);
  });

  it('groups array elements, and counts their numbers where the list is flat', () => {
    const dtype = dtypes.array(dtypes.int32, [2]);
    expect(elementsJson(dtype, Int32Array.of(1, 2, 3, 4))).toEqual(['[1, 2]', '[3, 4]']);
    expect(flatListJson(dtype, Int32Array.of(1, 2, 3, 4))).toBe('[1,2,3,4]');
  });

  it('keeps the digits of 64-bit integers', () => {
    expect(flatListJson(dtypes.uint64, BigUint64Array.of(2n ** 64n - 1n, 0n))).toBe('[18446744073709551615,0]');
  });

  it('keeps the sign of a zero', () => {
    expect(flatListJson(dtypes.float64, Float64Array.of(-0, 0, 1.5))).toBe('[-0.0,0,1.5]');
    expect(flatListJson(dtypes.float32, Float32Array.of(-0))).toBe('[-0.0]');
    expect(JSON.parse('[-0.0]')).toEqual([-0]);
  });

  it('writes an empty list for no elements', () => {
    expect(flatListJson(dtypes.float64, new Float64Array(0))).toBe('[]');
    expect(flatListJson(dtypes.string, [])).toBe('[]');
  });
});
