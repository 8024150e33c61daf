/**
 * The types that the elements of a dataset or an attribute can have, as a union discriminated by `class`.
 *
 * A dtype says how the elements are stored (size, sign, byte order, padding). What a read delivers for it is said by
 * {@link DataOf}; numbers always arrive in the byte order of this machine.
 *
 * @module
 */

/** Order of the bytes of one number in the file. One-byte numbers are `'little'`. */
export type ByteOrder = 'little' | 'big';

/** A whole number of 1, 2, 4 or 8 bytes. */
export interface IntegerDtype<Size extends 1 | 2 | 4 | 8 = 1 | 2 | 4 | 8, Signed extends boolean = boolean> {
  readonly class: 'integer';
  /** Bytes per element. */
  readonly size: Size;
  readonly signed: Signed;
  readonly byteOrder: ByteOrder;
}

/** An IEEE 754 number of 2, 4 or 8 bytes. */
export interface FloatDtype<Size extends 2 | 4 | 8 = 2 | 4 | 8> {
  readonly class: 'float';
  /** Bytes per element. */
  readonly size: Size;
  readonly byteOrder: ByteOrder;
}

/** Text. `length` counts bytes, not characters. */
export interface StringDtype {
  readonly class: 'string';
  /** Bytes per element, or `'variable'` where each element has its own length. */
  readonly length: number | 'variable';
  readonly charset: 'ascii' | 'utf-8';
  readonly padding: 'null-terminated' | 'null-padded' | 'space-padded';
}

/** True or false, stored as h5py does: an enumeration on one byte with exactly FALSE = 0 and TRUE = 1. */
export interface BooleanDtype {
  readonly class: 'boolean';
  readonly base: IntegerDtype;
}

/** One name of an enumeration. */
export interface EnumMember {
  readonly name: string;
  /** A `bigint` only where the value is beyond 2^53. */
  readonly value: number | bigint;
}

/** Named whole numbers. A read delivers the numbers; `members` holds the names in the order of their definition. */
export interface EnumDtype<Base extends IntegerDtype = IntegerDtype> {
  readonly class: 'enum';
  readonly base: Base;
  readonly members: readonly EnumMember[];
}

/** One named field of a compound. */
export interface CompoundMember {
  readonly name: string;
  /** Bytes from the start of the element in memory; depends on the backend where a member is of variable length. */
  readonly offset: number;
  readonly dtype: Dtype;
}

/** A record of named fields. A read delivers one column per field. */
export interface CompoundDtype {
  readonly class: 'compound';
  /** Bytes per element in memory; depends on the backend where a member is of variable length. */
  readonly size: number;
  readonly members: readonly CompoundMember[];
}

/** A small array of fixed shape as one element. */
export interface ArrayDtype<Base extends Dtype = Dtype> {
  readonly class: 'array';
  readonly base: Base;
  readonly shape: readonly number[];
}

/** Bytes without meaning to HDF5. */
export interface OpaqueDtype {
  readonly class: 'opaque';
  /** Bytes per element. */
  readonly size: number;
  /** What the writer says about the bytes; empty where the backend cannot tell. */
  readonly tag: string;
}

/** A pointer to an object, or to a region of a dataset, in the same file. Resolve it with `Hdf5File.resolveReference`. */
export interface ReferenceDtype {
  readonly class: 'reference';
  readonly target: 'object' | 'region';
  /** Bytes per element. */
  readonly size: number;
}

/** A sequence whose length differs from element to element. See {@link VariableLength}. */
export interface VariableLengthDtype<Base extends Dtype = Dtype> {
  readonly class: 'variable-length';
  readonly base: Base;
}

/** Bits packed into 1, 2, 4 or 8 bytes; read as an unsigned number of that size. */
export interface BitfieldDtype<Size extends 1 | 2 | 4 | 8 = 1 | 2 | 4 | 8> {
  readonly class: 'bitfield';
  /** Bytes per element. */
  readonly size: Size;
  readonly byteOrder: ByteOrder;
}

/** A type that can be seen but not read; reading it throws `UNSUPPORTED_DTYPE`. */
export interface UnknownDtype {
  readonly class: 'unknown';
  /** Name of HDF5's type class, for example `H5T_TIME`. */
  readonly hdf5Class: string;
  /** Bytes per element. */
  readonly size: number;
}

/** Type of the elements of a dataset or an attribute. */
export type Dtype =
  | IntegerDtype
  | FloatDtype
  | StringDtype
  | BooleanDtype
  | EnumDtype
  | CompoundDtype
  | ArrayDtype
  | OpaqueDtype
  | ReferenceDtype
  | VariableLengthDtype
  | BitfieldDtype
  | UnknownDtype;

/** Name of a class of dtypes. */
export type DtypeClass = Dtype['class'];
