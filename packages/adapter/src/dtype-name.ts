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
 * const dataset = await file.dataset('/entry/data');
 * if (hasDtype(dataset, 'uint16')) {
 *   const { data } = await dataset.read(); // Uint16Array
 * }
 * ```
 */
export function hasDtype<Typed extends { readonly dtype: Dtype }, Name extends DtypeName>(
  typed: Typed,
  name: Name,
): typed is Typed & Narrowed<Typed, NamedDtypes[Name]> {
  return dtypeName(typed.dtype) === name;
}

/** `Typed` with its dtype replaced by a narrower one. */
type Narrowed<Typed, D extends Dtype> = Typed extends import('./dataset.js').Dataset
  ? import('./dataset.js').Dataset<D>
  : Typed extends import('./dtype-data.js').Slab
    ? import('./dtype-data.js').Slab<D>
    : { readonly dtype: D };
