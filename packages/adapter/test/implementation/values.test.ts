import { describe, expect, it } from 'vitest';
import { dtypes, type Dtype } from '../../src/index.js';
import { inferDtype, numberArrayClass, numberLayout, swapByteOrder, typedValue } from '../../src/implementation.js';

describe('inferDtype', () => {
  it.each<[string, unknown, Dtype, readonly number[], unknown]>([
    ['text', 'ü', dtypes.string, [], ['ü']],
    ['texts', ['a', 'b'], dtypes.string, [2], ['a', 'b']],
    ['no texts', [], dtypes.string, [0], []],
    ['a number', 1.5, dtypes.float64, [], Float64Array.of(1.5)],
    ['a bigint', 5n, dtypes.int64, [], BigInt64Array.of(5n)],
    ['a boolean', false, dtypes.boolean, [], Uint8Array.of(0)],
    ['numbers', Uint16Array.of(1, 2), dtypes.uint16, [2], Uint16Array.of(1, 2)],
    ['wide numbers', BigUint64Array.of(1n), dtypes.uint64, [1], BigUint64Array.of(1n)],
    ['a Buffer', Buffer.from([1]), dtypes.uint8, [1], Buffer.from([1])],
  ])('of %s', (_, value, dtype, shape, data) => {
    expect(inferDtype(value)).toEqual({ dtype, shape, data });
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [[1, 2]],
    [['a', 1]],
    [new Date(0)],
    [new DataView(new ArrayBuffer(1))],
    [Symbol('x')],
  ])('refuses %s', (value) => {
    expect(() => inferDtype(value)).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
  });
});

describe('typedValue', () => {
  it.each<[string, unknown, Parameters<typeof typedValue>[1], readonly number[] | null, unknown]>([
    ['a number', 5, { dtype: dtypes.int16 }, [], Int16Array.of(5)],
    ['a number as a wide one', 5, { dtype: dtypes.uint64 }, [], BigUint64Array.of(5n)],
    ['a bigint as a narrow one', 5n, { dtype: dtypes.int32 }, [], Int32Array.of(5)],
    ['a number as a float', 0.1, { dtype: dtypes.float32 }, [], Float32Array.of(0.1)],
    ['a boolean', true, { dtype: dtypes.boolean }, [], Uint8Array.of(1)],
    ['a text', 'ab', { dtype: dtypes.fixedString(4) }, [], ['ab']],
    ['a number with a shape', 5, { dtype: dtypes.uint8, shape: [1] }, [1], Uint8Array.of(5)],
    ['an array', Int16Array.of(1, 2), { dtype: dtypes.int16 }, [2], Int16Array.of(1, 2)],
    [
      'array elements',
      Int16Array.of(1, 2, 3, 4),
      { dtype: dtypes.array(dtypes.int16, [2]) },
      [2],
      Int16Array.of(1, 2, 3, 4),
    ],
    ['array elements of texts', ['a', 'b'], { dtype: dtypes.array(dtypes.string, [2]) }, [1], ['a', 'b']],
    ['opaque elements', Uint8Array.of(1, 2, 3, 4), { dtype: dtypes.opaque(2) }, [2], Uint8Array.of(1, 2, 3, 4)],
    ['a shape alone', Int16Array.of(1, 2), { shape: [2, 1] }, [2, 1], Int16Array.of(1, 2)],
    ['no dataspace', new Int16Array(0), { shape: null }, null, new Int16Array(0)],
  ])('takes %s', (_, value, options, shape, data) => {
    expect(typedValue(value, options)).toEqual({ dtype: options.dtype ?? dtypes.int16, shape, data });
  });

  it('takes columns', () => {
    const dtype = dtypes.compound([['x', dtypes.opaque(2)]]);
    expect(typedValue(new Map([['x', new Uint8Array(6)]]), { dtype }).shape).toEqual([3]);
  });

  it.each<[string, unknown, Dtype]>([
    ['a number that is too large', 300, dtypes.uint8],
    ['a negative number', -1, dtypes.uint64],
    ['a fraction', 0.5, dtypes.int32],
    ['a fraction for a wide number', 0.5, dtypes.int64],
    ['a number for text', 5, dtypes.string],
    ['half an element', new Int16Array(3), dtypes.array(dtypes.int16, [2])],
    ['something without a length', {}, dtypes.int16],
    ['nothing', undefined, dtypes.int16],
  ])('refuses %s', (_, value, dtype) => {
    expect(() => typedValue(value, { dtype })).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
  });
});

describe('numbers', () => {
  it('have a class and a layout, where elements are made of them', () => {
    expect(numberArrayClass(dtypes.array(dtypes.enumeration(dtypes.int8, []), [2]))).toBe(Int8Array);
    expect(numberLayout(dtypes.array(dtypes.array({ ...dtypes.int16, byteOrder: 'big' }, [2]), [3]))).toEqual({
      size: 2,
      perElement: 6,
      swapped: true,
    });
    expect(numberLayout(dtypes.opaque(5))).toEqual({ size: 1, perElement: 5, swapped: false });
    for (const dtype of [dtypes.string, dtypes.variableLengthBytes, dtypes.compound([])]) {
      expect(numberArrayClass(dtype)).toBeUndefined();
      expect(numberLayout(dtype)).toBeUndefined();
    }
  });

  it('are turned around in place', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    swapByteOrder(bytes, 4);
    expect(bytes).toEqual(Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5, 9));
    swapByteOrder(bytes, 1);
    expect(bytes[0]).toBe(4);
  });
});
