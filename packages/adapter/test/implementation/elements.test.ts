import { describe, expect, it } from 'vitest';
import { VariableLength, dtypes, type Columns, type Dtype } from '../../src/index.js';
import { decodeElements, elementSize, encodeElements, holdsPointers } from '../../src/implementation.js';
import { scratchMemory } from '../scratch-memory.js';

interface Sample {
  readonly dtype: Dtype;
  readonly count: number;
  readonly data: unknown;
}

const big = <D extends Dtype>(dtype: D): D => ({ ...dtype, byteOrder: 'big' });
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const text = (charset: 'ascii' | 'utf-8', padding: 'null-terminated' | 'null-padded' | 'space-padded'): Dtype => ({
  class: 'string',
  length: 8,
  charset,
  padding,
});
const sequences = <Values extends ArrayLike<unknown>>(values: Values, ...offsets: number[]): VariableLength<Values> =>
  new VariableLength(values, Uint32Array.from(offsets));

const samples: Readonly<Record<string, Sample>> = {
  int8: { dtype: dtypes.int8, count: 2, data: Int8Array.of(-128, 127) },
  int16: { dtype: dtypes.int16, count: 2, data: Int16Array.of(-2, 258) },
  'int16 big': { dtype: big(dtypes.int16), count: 2, data: Int16Array.of(-2, 258) },
  uint32: { dtype: dtypes.uint32, count: 1, data: Uint32Array.of(2 ** 32 - 1) },
  'uint32 big': { dtype: big(dtypes.uint32), count: 2, data: Uint32Array.of(1, 2 ** 32 - 2) },
  int64: { dtype: dtypes.int64, count: 2, data: BigInt64Array.of(-1n, 2n ** 53n + 1n) },
  'uint64 big': { dtype: big(dtypes.uint64), count: 2, data: BigUint64Array.of(1n, 2n ** 64n - 2n) },
  float16: { dtype: dtypes.float16, count: 4, data: Float32Array.of(0.5, -0, NaN, 65_504) },
  'float16 big': { dtype: big(dtypes.float16), count: 3, data: Float32Array.of(0.5, -2, Infinity) },
  float32: { dtype: dtypes.float32, count: 3, data: Float32Array.of(0.5, -0, NaN) },
  'float64 big': { dtype: big(dtypes.float64), count: 3, data: Float64Array.of(0.1, -0, -Infinity) },
  bitfield: { dtype: { class: 'bitfield', size: 4, byteOrder: 'big' }, count: 1, data: Uint32Array.of(0x80000001) },
  boolean: { dtype: dtypes.boolean, count: 3, data: bytes(1, 0, 1) },
  enum: { dtype: dtypes.enumeration(big(dtypes.int32), []), count: 2, data: Int32Array.of(-70_000, 5) },
  opaque: { dtype: dtypes.opaque(3), count: 2, data: bytes(1, 2, 3, 4, 5, 6) },
  reference: { dtype: dtypes.objectReference, count: 1, data: bytes(1, 2, 3, 4, 5, 6, 7, 8) },
  array: { dtype: dtypes.array(dtypes.int16, [2, 2]), count: 2, data: Int16Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  'array of arrays': {
    dtype: dtypes.array(dtypes.array(big(dtypes.uint16), [2]), [3]),
    count: 1,
    data: Uint16Array.of(1, 2, 3, 4, 5, 6),
  },
  'array of texts': { dtype: dtypes.array(dtypes.string, [2]), count: 2, data: ['a', '', 'grün', 'd'] },
  'text of any length': { dtype: dtypes.string, count: 3, data: ['', 'grüße', '🔬'] },
  'null-terminated text': { dtype: text('ascii', 'null-terminated'), count: 3, data: ['', 'a b', 'abcdefg'] },
  'null-padded text': { dtype: text('utf-8', 'null-padded'), count: 3, data: ['', '日本', 'abcdefgh'] },
  'space-padded text': { dtype: text('utf-8', 'space-padded'), count: 3, data: ['', ' a', 'abcdefgh'] },
  'sequences of bytes': { dtype: dtypes.variableLengthBytes, count: 3, data: sequences(bytes(1, 2, 3), 0, 2, 2, 3) },
  'sequences of numbers': {
    dtype: dtypes.variableLength(big(dtypes.float64)),
    count: 2,
    data: sequences(Float64Array.of(0.5, NaN), 0, 0, 2),
  },
  'sequences of texts': {
    dtype: dtypes.variableLength(dtypes.string),
    count: 2,
    data: sequences(['a', '', 'ü'], 0, 2, 3),
  },
  'sequences of arrays': {
    dtype: dtypes.variableLength(dtypes.array(dtypes.int16, [2])),
    count: 2,
    data: sequences(Int16Array.of(1, 2, 3, 4, 5, 6), 0, 4, 6),
  },
  compound: {
    dtype: dtypes.compound([
      ['n', big(dtypes.uint16)],
      ['x', dtypes.float64],
      ['label', text('ascii', 'null-padded')],
      ['inner', dtypes.compound([['deep', dtypes.int64]])],
    ]),
    count: 2,
    data: new Map<string, unknown>([
      ['n', Uint16Array.of(1, 65_534)],
      ['x', Float64Array.of(0.5, -0)],
      ['label', ['a', 'bc']],
      ['inner', new Map([['deep', BigInt64Array.of(-1n, 5n)]])],
    ]),
  },
};

describe.each([4, 8] as const)('elements in memory with pointers of %i bytes', (pointerSize) => {
  it.each(Object.entries(samples))('come back: %s', (_, { dtype, count, data }) => {
    const memory = scratchMemory(pointerSize);
    const before = structuredClone(data);
    const encoded = encodeElements(dtype, data, count, memory);
    expect(encoded.length).toBe(count * elementSize(dtype, pointerSize));
    expect(data, 'the data given are left as they are').toEqual(Object.assign(before as object, {}));
    const stored = encoded.slice();
    expect(decodeElements(dtype, stored, count, memory)).toEqual(data);
    expect(stored, 'the bytes given are left as they are').toEqual(encoded);
  });

  it('hold compounds with members of any length', () => {
    const label = { name: 'label', offset: 0, dtype: dtypes.string };
    const values = { name: 'values', offset: pointerSize, dtype: dtypes.variableLengthBytes };
    const dtype: Dtype = { class: 'compound', size: 3 * pointerSize, members: [label, values] };
    const data: Columns = new Map<string, string[] | VariableLength>([
      ['label', ['a', 'grün']],
      ['values', sequences(bytes(7, 8, 9), 0, 3, 3)],
    ]);
    const memory = scratchMemory(pointerSize);
    expect(decodeElements(dtype, encodeElements(dtype, data, 2, memory).slice(), 2, memory)).toEqual(data);
  });
});

describe('decodeElements', () => {
  const memory = scratchMemory(8);

  it('copies, unless the bytes are given away', () => {
    const stored = bytes(1, 2, 3, 4);
    expect(decodeElements(dtypes.uint8, stored, 4, memory).buffer).not.toBe(stored.buffer);
    expect(decodeElements(dtypes.uint8, stored, 4, memory, true).buffer).toBe(stored.buffer);
    const shifted = bytes(0, 1, 0, 2, 0).subarray(1);
    expect(decodeElements(dtypes.uint16, shifted, 2, memory, true)).toEqual(Uint16Array.of(1, 2));
  });

  it('reads text up to what ends it', () => {
    const stored = Uint8Array.from(Buffer.from('ab\0zzzz\0a  \0  \0\0'));
    expect(decodeElements(text('ascii', 'null-terminated'), stored, 2, memory)).toEqual(['ab', 'a  ']);
    expect(decodeElements(text('ascii', 'null-padded'), stored, 2, memory)).toEqual(['ab\0zzzz', 'a  \0  ']);
    expect(decodeElements(text('ascii', 'space-padded'), Uint8Array.from(Buffer.from('  a b   ')), 1, memory)).toEqual([
      '  a b',
    ]);
  });

  it('takes the bytes of text for what they are, whatever the charset says', () => {
    const stored = Uint8Array.from(Buffer.from('grüß\0\0'));
    expect(decodeElements(text('ascii', 'null-padded'), stored, 1, memory)).toEqual(['grüß']);
  });

  it('reads a null pointer as nothing', () => {
    expect(decodeElements(dtypes.string, new Uint8Array(8), 1, memory)).toEqual(['']);
    expect(decodeElements(dtypes.variableLengthBytes, new Uint8Array(16), 1, memory).length).toBe(1);
  });

  it('refuses what it does not know', () => {
    const unknown: Dtype = { class: 'unknown', hdf5Class: 'H5T_TIME', size: 4 };
    expect(() => decodeElements(unknown, new Uint8Array(4), 1, memory)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_DTYPE' }),
    );
    const nested = dtypes.variableLength(dtypes.variableLengthBytes);
    expect(() => decodeElements(nested, new Uint8Array(16), 1, memory)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_DTYPE' }),
    );
  });
});

describe('encodeElements', () => {
  const memory = scratchMemory(8);
  const point = dtypes.compound([['x', dtypes.int32]]);
  it.each<[string, Dtype, unknown, number]>([
    ['another class', dtypes.int16, new Uint16Array(2), 2],
    ['too few numbers', dtypes.int16, new Int16Array(1), 2],
    ['too many numbers', dtypes.int16, new Int16Array(3), 2],
    ['an array of numbers', dtypes.int16, [1, 2], 2],
    ['nothing', dtypes.int16, undefined, 2],
    ['a view without a class', dtypes.uint8, new DataView(new ArrayBuffer(2)), 2],
    ['half an element', dtypes.array(dtypes.uint8, [2]), new Uint8Array(3), 2],
    ['text that is too long', text('ascii', 'null-terminated'), ['abcdefgh'], 1],
    ['text whose bytes are too many', text('utf-8', 'null-padded'), ['üüüüü'], 1],
    ['text with a zero', dtypes.string, ['a\0b'], 1],
    ['a number among texts', dtypes.string, ['a', 1], 2],
    ['too few texts', dtypes.string, ['a'], 2],
    ['an object for columns', point, { x: Int32Array.of(1) }, 1],
    ['a missing column', point, new Map(), 1],
    [
      'a column too many',
      point,
      new Map<string, unknown>([
        ['x', Int32Array.of(1)],
        ['y', []],
      ]),
      1,
    ],
    ['a short column', point, new Map([['x', Int32Array.of(1)]]), 2],
    ['byte strings that are not packed', dtypes.variableLengthBytes, [bytes(1)], 1],
    ['too few sequences', dtypes.variableLengthBytes, VariableLength.ofBytes([]), 1],
    ['sequences of another class', dtypes.variableLengthBytes, sequences(Uint16Array.of(1), 0, 1), 1],
  ])('refuses %s', (_, dtype, data, count) => {
    expect(() => encodeElements(dtype, data, count, memory)).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
  });

  it('takes a Buffer for what it is', () => {
    expect(encodeElements(dtypes.uint8, Buffer.from([1, 2]), 2, memory)).toEqual(bytes(1, 2));
  });
});

describe('elementSize and holdsPointers', () => {
  it('know what is held by pointer', () => {
    expect(elementSize(dtypes.string, 4)).toBe(4);
    expect(elementSize(dtypes.variableLengthBytes, 8)).toBe(16);
    expect(() => elementSize(dtypes.string)).toThrow(TypeError);
    const nested: Dtype = {
      class: 'compound',
      size: 8,
      members: [{ name: 'a', offset: 0, dtype: dtypes.array(dtypes.string, [1]) }],
    };
    expect(holdsPointers(nested)).toBe(true);
    expect(holdsPointers(dtypes.fixedString(3))).toBe(false);
    expect(holdsPointers(dtypes.objectReference)).toBe(false);
  });
});
