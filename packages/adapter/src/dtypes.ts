/**
 * Ready-made dtypes for creating datasets and attributes, all little-endian as every current machine is.
 *
 * @example
 * ```ts
 * await file.root.createDataset('frames', { dtype: dtypes.uint16, shape: [0, 64, 64], maxShape: [null, 64, 64] });
 * ```
 *
 * @module
 */
import type {
  ArrayDtype,
  BooleanDtype,
  CompoundDtype,
  Dtype,
  EnumDtype,
  FloatDtype,
  IntegerDtype,
  OpaqueDtype,
  ReferenceDtype,
  StringDtype,
  VariableLengthDtype,
} from './dtype.js';
import { elementSize } from './implementation/element-size.js';

function integer<Size extends 1 | 2 | 4 | 8, Signed extends boolean>(
  size: Size,
  signed: Signed,
): IntegerDtype<Size, Signed> {
  return { class: 'integer', size, signed, byteOrder: 'little' };
}

function float<Size extends 2 | 4 | 8>(size: Size): FloatDtype<Size> {
  return { class: 'float', size, byteOrder: 'little' };
}

const boolean: BooleanDtype = { class: 'boolean', base: integer(1, true) };
const string: StringDtype = { class: 'string', length: 'variable', charset: 'utf-8', padding: 'null-terminated' };
const variableLengthBytes: VariableLengthDtype<IntegerDtype<1, false>> = {
  class: 'variable-length',
  base: integer(1, false),
};
const objectReference: ReferenceDtype = { class: 'reference', target: 'object', size: 8 };

/** The dtypes themselves, and functions that build those with parameters. */
export const dtypes = {
  int8: integer(1, true),
  int16: integer(2, true),
  int32: integer(4, true),
  int64: integer(8, true),
  uint8: integer(1, false),
  uint16: integer(2, false),
  uint32: integer(4, false),
  uint64: integer(8, false),
  float16: float(2),
  float32: float(4),
  float64: float(8),
  boolean,
  /** UTF-8 text of any length. */
  string,
  /** Bytes of any length, one sequence per element. */
  variableLengthBytes,
  /** Points to an object of the same file. */
  objectReference,

  /**
   * Text in a fixed number of bytes. Default padding: what every backend can create, null-terminated for ASCII (so one
   * byte goes to the zero) and space-padded for UTF-8.
   */
  fixedString(
    length: number,
    charset: StringDtype['charset'] = 'ascii',
    padding: StringDtype['padding'] = charset === 'ascii' ? 'null-terminated' : 'space-padded',
  ): StringDtype {
    return { class: 'string', length, charset, padding };
  },

  /** Sequences of `base`, one per element. */
  variableLength<Base extends Dtype>(base: Base): VariableLengthDtype<Base> {
    return { class: 'variable-length', base };
  },

  /** A small array of `base` as one element. */
  array<Base extends Dtype>(base: Base, shape: readonly number[]): ArrayDtype<Base> {
    return { class: 'array', base, shape };
  },

  /** Named whole numbers. */
  enumeration<Base extends IntegerDtype>(base: Base, members: EnumDtype['members']): EnumDtype<Base> {
    return { class: 'enum', base, members };
  },

  /** `size` bytes without meaning to HDF5. */
  opaque(size: number, tag = ''): OpaqueDtype {
    return { class: 'opaque', size, tag };
  },

  /**
   * A record, packed without gaps in the order given.
   *
   * @throws TypeError for a member of variable length: its place in memory depends on the backend.
   */
  compound(members: readonly (readonly [name: string, dtype: Dtype])[]): CompoundDtype {
    let offset = 0;
    const placed = members.map(([name, dtype]) => {
      const member = { name, offset, dtype };
      offset += elementSize(dtype);
      return member;
    });
    return { class: 'compound', size: offset, members: placed };
  },
} as const;
