/**
 * The values that `python/frame_pattern.py` gives to frames and messages, computed again on this side.
 *
 * @module
 */
import type { DataOf, NamedDtypes } from '@h5tail/adapter';

/** Dtypes that a pattern can have. */
export type PatternDtype =
  'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'float32' | 'float64';

const modulus = 65_521;

const arrays = {
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/**
 * The frame of an index: element (row y, column x) is `(31 * index + 7 * y + 3 * x + 1) mod 65521`, cast to the dtype.
 *
 * @param shape Extents of the frame, at most two: `[]` a single value, `[columns]`, `[rows, columns]`.
 * @throws RangeError for more than two extents.
 */
export function framePattern<Name extends PatternDtype>(
  index: number,
  shape: readonly number[],
  dtype: Name,
): DataOf<NamedDtypes[Name]> {
  if (shape.length > 2) throw new RangeError(`a frame has at most two dimensions, not ${shape.length}`);
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    return (31 * index + 7 * row + 3 * (i - row * columns) + 1) % modulus;
  });
  return cast(values, dtype) as DataOf<NamedDtypes[Name]>;
}

/** The bytes of a generated message: byte j is `(31 * index + 7 * j + 1) mod 256`. */
export function messagePattern(index: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, j) => 31 * index + 7 * j + 1);
}

function cast(values: readonly number[], dtype: PatternDtype): ArrayBufferView {
  if (dtype === 'int64') return BigInt64Array.from(values, BigInt);
  if (dtype === 'uint64') return BigUint64Array.from(values, BigInt);
  return arrays[dtype].from(values);
}
