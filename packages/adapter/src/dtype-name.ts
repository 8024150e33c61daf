import type { Attribute } from './attributes.js';
import type { Dataset } from './dataset.js';
import type { Slab } from './dtype-data.js';
import type { Dtype, FloatDtype, IntegerDtype } from './dtype.js';
import type {
  ArrayDtype,
  BitfieldDtype,
  BooleanDtype,
  CompoundDtype,
  EnumDtype,
  OpaqueDtype,
  ReferenceDtype,
  StringDtype,
  UnknownDtype,
  VariableLengthDtype,
} from './dtype.js';

/** Short names of dtypes, and the dtype that each stands for. */
export interface NamedDtypes {
  int8: IntegerDtype<1, true>;
  int16: IntegerDtype<2, true>;
  int32: IntegerDtype<4, true>;
  int64: IntegerDtype<8, true>;
  uint8: IntegerDtype<1, false>;
  uint16: IntegerDtype<2, false>;
  uint32: IntegerDtype<4, false>;
  uint64: IntegerDtype<8, false>;
  float16: FloatDtype<2>;
  float32: FloatDtype<4>;
  float64: FloatDtype<8>;
  string: StringDtype;
  boolean: BooleanDtype;
  enum: EnumDtype;
  compound: CompoundDtype;
  array: ArrayDtype;
  opaque: OpaqueDtype;
  reference: ReferenceDtype;
  'variable-length': VariableLengthDtype;
  bitfield: BitfieldDtype;
  unknown: UnknownDtype;
}

/** A short name of a dtype, for example `'uint16'`. */
export type DtypeName = keyof NamedDtypes;

/** Short name of a dtype, whatever its byte order. */
export function dtypeName(dtype: Dtype): DtypeName {
  if (dtype.class === 'integer') {
    return `${dtype.signed ? 'int' : 'uint'}${(8 * dtype.size) as 8 | 16 | 32 | 64}`;
  }
  if (dtype.class === 'float') return `float${(8 * dtype.size) as 16 | 32 | 64}`;
  return dtype.class;
}

/**
 * Whether something typed by a dtype has the named one; narrows it, so that its arrays get their class.
 *
 * @example
 * ```ts
 * const dataset = await file.dataset('/entry/data/frames');
 * if (hasDtype(dataset, 'uint16')) {
 *   const { data } = await dataset.read(); // Uint16Array
 * }
 * ```
 */
export function hasDtype<Name extends DtypeName>(typed: Dataset, name: Name): typed is Dataset<NamedDtypes[Name]>;
export function hasDtype<Name extends DtypeName>(typed: Slab, name: Name): typed is Slab<NamedDtypes[Name]>;
export function hasDtype<Name extends DtypeName>(typed: Attribute, name: Name): typed is Attribute<NamedDtypes[Name]>;
export function hasDtype<Typed extends { readonly dtype: Dtype }, Name extends DtypeName>(
  typed: Typed,
  name: Name,
): typed is Typed & { readonly dtype: NamedDtypes[Name] };
export function hasDtype(typed: { readonly dtype: Dtype }, name: DtypeName): boolean {
  return dtypeName(typed.dtype) === name;
}
