import type { Dtype } from './dtype.js';
import type { DataOf } from './dtype-data.js';

/** An attribute with its value. */
export interface Attribute<D extends Dtype = Dtype> {
  readonly name: string;
  readonly dtype: D;
  /** Extents; empty for a single value, `null` for a null dataspace (an attribute without a value). */
  readonly shape: readonly number[] | null;
  /** Elements in row-major order; none for a null dataspace. */
  readonly data: DataOf<D>;
}

/** A value that carries its own dtype when it is written as an attribute. */
export type AttributeValue = string | readonly string[] | number | bigint | boolean | NumericArray;

/** The typed arrays that hold numbers. */
export type NumericArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** How an attribute is stored, where its value does not say it. */
export interface SetAttributeOptions {
  /** Default: see {@link Attributes.set}. */
  readonly dtype?: Dtype;
  /** Default: `[]` for a single value, `[length]` for an array. */
  readonly shape?: readonly number[] | null;
}

/** The attributes of one group, dataset or named datatype. */
export interface Attributes {
  /** Names, in creation order where the file tracks it, else sorted by their bytes. */
  names(): Promise<string[]>;

  has(name: string): Promise<boolean>;

  /**
   * Reads one attribute.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `UNSUPPORTED_DTYPE`, `CLOSED`.
   */
  get(name: string): Promise<Attribute>;

  /**
   * Writes an attribute, replacing one of the same name.
   *
   * Without a dtype: text becomes variable-length UTF-8, a number float64, a bigint int64, a boolean boolean, a typed
   * array its own type. With a dtype the value is whatever {@link DataOf} says for it.
   *
   * @throws Hdf5Error `READ_ONLY`, `STRUCTURE_FIXED`, `INVALID_DATA`, `UNSUPPORTED`, `CLOSED`.
   */
  set(name: string, value: AttributeValue | DataOf<Dtype>, options?: SetAttributeOptions): Promise<void>;

  /**
   * Removes an attribute.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `READ_ONLY`, `STRUCTURE_FIXED`, `CLOSED`.
   */
  delete(name: string): Promise<void>;
}
