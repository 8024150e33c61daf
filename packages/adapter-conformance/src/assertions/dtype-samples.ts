import { VariableLength, dtypes, type Dtype } from '@h5tail/adapter';

/** A dtype with elements for it, in the form of `DataOf<dtype>`. */
export interface DtypeSample {
  readonly name: string;
  readonly dtype: Dtype;
  readonly count: number;
  readonly data: unknown;
}

function sample(name: string, dtype: Dtype, count: number, data: unknown): DtypeSample {
  return { name, dtype, count, data };
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const specials = [0, -0, 1.5, -2.25, NaN, Infinity, -Infinity];
const colours = [
  { name: 'RED', value: 2 },
  { name: 'GREEN', value: -3 },
];
const point = dtypes.compound([
  ['x', dtypes.float64],
  ['label', { class: 'string', length: 5, charset: 'ascii', padding: 'null-terminated' }],
  ['n', dtypes.uint16],
]);
const points = new Map<string, unknown>([
  ['x', Float64Array.of(0.5, -1e300)],
  ['label', ['ab', 'cdef']],
  ['n', Uint16Array.of(1, 65_535)],
]);

/** At least one sample for each class of dtypes; values at the limits of each. */
export const dtypeSamples: readonly DtypeSample[] = [
  sample('int8', dtypes.int8, 3, Int8Array.of(-128, 0, 127)),
  sample('int16', dtypes.int16, 3, Int16Array.of(-32_768, 0, 32_767)),
  sample('int32', dtypes.int32, 3, Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)),
  sample('int64', dtypes.int64, 3, BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n)),
  sample('uint8', dtypes.uint8, 3, bytes(0, 1, 255)),
  sample('uint16', dtypes.uint16, 3, Uint16Array.of(0, 1, 65_535)),
  sample('uint32', dtypes.uint32, 3, Uint32Array.of(0, 1, 2 ** 32 - 1)),
  sample('uint64', dtypes.uint64, 3, BigUint64Array.of(0n, 2n ** 53n + 1n, 2n ** 64n - 1n)),
  sample('float32', dtypes.float32, 8, Float32Array.of(...specials, 2 ** -149)),
  sample('float64', dtypes.float64, 8, Float64Array.of(...specials, 5e-324)),
  sample('float16', dtypes.float16, 9, Float32Array.of(...specials, 2 ** -24, 65_504)),
  sample('int16 big-endian', { ...dtypes.int16, byteOrder: 'big' }, 3, Int16Array.of(-32_768, 258, 1)),
  sample('uint64 big-endian', { ...dtypes.uint64, byteOrder: 'big' }, 2, BigUint64Array.of(1n, 2n ** 64n - 2n)),
  sample('float64 big-endian', { ...dtypes.float64, byteOrder: 'big' }, 7, Float64Array.of(...specials)),
  sample('text of any length', dtypes.string, 4, ['', 'plain', 'grüße', '🔬'.repeat(100)]),
  sample('ASCII text', { ...dtypes.string, charset: 'ascii' }, 2, ['', 'plain']),
  sample('fixed text, null-terminated ASCII', fixedText('ascii', 'null-terminated'), 3, ['', 'a', 'abcdefg']),
  sample('fixed text, space-padded UTF-8', fixedText('utf-8', 'space-padded'), 3, ['', 'a b', 'grüßen']),
  sample('fixed text, null-padded ASCII', fixedText('ascii', 'null-padded'), 3, ['', 'a', 'abcdefgh']),
  sample('fixed text, null-padded UTF-8', fixedText('utf-8', 'null-padded'), 3, ['', '日本', 'grüßen']),
  sample('fixed text, space-padded ASCII', fixedText('ascii', 'space-padded'), 2, ['', 'abcdefgh']),
  sample('boolean', dtypes.boolean, 3, bytes(1, 0, 1)),
  sample('enum', dtypes.enumeration(dtypes.int8, colours), 3, Int8Array.of(2, -3, 2)),
  sample(
    'enum of two bytes',
    dtypes.enumeration(dtypes.uint16, [{ name: 'TOP', value: 65_535 }]),
    1,
    Uint16Array.of(65_535),
  ),
  sample('array', dtypes.array(dtypes.int16, [2, 3]), 2, Int16Array.of(1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6)),
  sample('opaque', dtypes.opaque(3, 'raw'), 2, bytes(1, 2, 3, 0, 254, 255)),
  sample('bitfield', { class: 'bitfield', size: 2, byteOrder: 'little' }, 2, Uint16Array.of(1, 0x8001)),
  sample('compound', point, 2, points),
  sample(
    'nested compound',
    dtypes.compound([
      ['outer', dtypes.compound([['inner', dtypes.int64]])],
      ['last', dtypes.uint8],
    ]),
    2,
    new Map<string, unknown>([
      ['outer', new Map([['inner', BigInt64Array.of(-1n, 2n ** 60n)]])],
      ['last', bytes(7, 8)],
    ]),
  ),
  sample(
    'compound with an array and a boolean',
    dtypes.compound([
      ['triple', dtypes.array(dtypes.float32, [3])],
      ['good', dtypes.boolean],
    ]),
    2,
    new Map<string, unknown>([
      ['triple', Float32Array.of(1, 2, 3, 4, 5, 6)],
      ['good', bytes(1, 0)],
    ]),
  ),
  sample(
    'sequences of bytes',
    dtypes.variableLengthBytes,
    3,
    VariableLength.ofBytes([bytes(1, 2), bytes(), bytes(255)]),
  ),
  sample(
    'sequences of numbers',
    dtypes.variableLength(dtypes.float64),
    3,
    new VariableLength(Float64Array.of(0.5, NaN, -0), Uint32Array.of(0, 0, 2, 3)),
  ),
];

function fixedText(charset: 'ascii' | 'utf-8', padding: 'null-terminated' | 'null-padded' | 'space-padded'): Dtype {
  return { class: 'string', length: 8, charset, padding };
}
