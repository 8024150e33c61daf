import type { NumericArray, SetAttributeOptions } from '../attributes.js';
import type { Dtype } from '../dtype.js';
import { dtypes } from '../dtypes.js';
import { Hdf5Error } from '../errors.js';
import { numberArrayClass, numberLayout } from './number-array.js';

/** A value with the dtype and shape to store it with. */
export interface TypedValue {
  readonly dtype: Dtype;
  readonly shape: readonly number[] | null;
  /** Elements in the form of `DataOf<dtype>`. */
  readonly data: unknown;
}

const arrayDtypes: Record<string, Dtype> = {
  Int8Array: dtypes.int8,
  Int16Array: dtypes.int16,
  Int32Array: dtypes.int32,
  BigInt64Array: dtypes.int64,
  Uint8Array: dtypes.uint8,
  Uint16Array: dtypes.uint16,
  Uint32Array: dtypes.uint32,
  BigUint64Array: dtypes.uint64,
  Float32Array: dtypes.float32,
  Float64Array: dtypes.float64,
};

/**
 * Dtype and shape of a plain value, as `Attributes.set` documents them.
 *
 * @throws Hdf5Error `INVALID_DATA` for a value that does not say how to store it.
 */
export function inferDtype(value: unknown): TypedValue {
  switch (typeof value) {
    case 'string':
      return { dtype: dtypes.string, shape: [], data: [value] };
    case 'number':
      return { dtype: dtypes.float64, shape: [], data: Float64Array.of(value) };
    case 'bigint':
      return { dtype: dtypes.int64, shape: [], data: BigInt64Array.of(value) };
    case 'boolean':
      return { dtype: dtypes.boolean, shape: [], data: Uint8Array.of(Number(value)) };
    default:
      return inferArrayDtype(value);
  }
}

function inferArrayDtype(value: unknown): TypedValue {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const array = value as NumericArray;
    const dtype = arrayDtypes[array[Symbol.toStringTag]];
    if (dtype !== undefined) return { dtype, shape: [array.length], data: array };
  }
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return { dtype: dtypes.string, shape: [value.length], data: value };
  }
  throw new Hdf5Error('INVALID_DATA', 'the value does not say how to store it: give a dtype');
}

/**
 * A value with the dtype and shape that the caller gives, completed from the value itself.
 *
 * @throws Hdf5Error `INVALID_DATA` for a single number that its dtype cannot hold.
 */
export function typedValue(value: unknown, { dtype, shape }: SetAttributeOptions): TypedValue {
  if (dtype === undefined) {
    const inferred = inferDtype(value);
    return shape === undefined ? inferred : { ...inferred, shape };
  }
  const single = singleElement(value, dtype);
  if (single !== undefined) return { dtype, shape: shape === undefined ? [] : shape, data: single };
  return { dtype, shape: shape === undefined ? [elementCount(value, dtype)] : shape, data: value };
}

/** A bare number, boolean or text as the array of one element that `DataOf` asks for. */
function singleElement(value: unknown, dtype: Dtype): unknown {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') return undefined;
  const ArrayClass = numberArrayClass(dtype);
  if (ArrayClass === undefined) throw new Hdf5Error('INVALID_DATA', `${value} is no element of class ${dtype.class}`);
  const array = new ArrayClass(1);
  const wide = array instanceof BigInt64Array || array instanceof BigUint64Array;
  const number = typeof value === 'boolean' ? Number(value) : value;
  const isWhole = typeof number === 'bigint' || Number.isInteger(number);
  if (wide && isWhole) array[0] = BigInt(number);
  else if (!wide) array[0] = Number(number);
  const isFloat = dtype.class === 'float';
  if (!isFloat && (!isWhole || BigInt(array[0] as number | bigint) !== BigInt(number))) {
    throw new Hdf5Error('INVALID_DATA', `${value} does not fit into elements of ${dtype.class} type`);
  }
  return array;
}

function elementCount(value: unknown, dtype: Dtype): number {
  if (dtype.class === 'compound' && value instanceof Map) {
    const first = dtype.members[0];
    return first === undefined ? 0 : elementCount(value.get(first.name), first.dtype);
  }
  const length = (value as { readonly length?: unknown } | null | undefined)?.length;
  if (typeof length !== 'number') throw new Hdf5Error('INVALID_DATA', 'the value has no length: give a shape');
  const count = length / itemsPerElement(dtype);
  if (Number.isInteger(count)) return count;
  throw new Hdf5Error('INVALID_DATA', `${length} items make no whole number of ${dtype.class} elements`);
}

/** How many items of an array make one element. */
function itemsPerElement(dtype: Dtype): number {
  if (dtype.class !== 'array') return numberLayout(dtype)?.perElement ?? 1;
  return dtype.shape.reduce((product, extent) => product * extent, itemsPerElement(dtype.base));
}
