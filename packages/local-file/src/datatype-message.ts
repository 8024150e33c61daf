import type { CompoundMember, Dtype, StringDtype } from '@h5tail/adapter';
import { ByteCursor, bytesToHold, ifReadable, Unreadable } from './byte-cursor.js';
import { parseEnum } from './enum-datatype.js';
import { parseBitfield, parseFloat, parseInteger } from './number-datatypes.js';

/**
 * The dtype that a datatype message describes.
 *
 * Numbers that do not fill their bytes, and floats of another layout than IEEE 754, come as class `unknown` whose
 * `hdf5Class` says what they are: `H5T_INTEGER with 12 of 16 bits`. So does what the interface has no class for.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.d "The Datatype Message", versions 1 to 5.
 *
 * @returns `undefined` for what is no datatype message, or one that this parser does not know for certain.
 */
export function parseDatatypeMessage(bytes: Uint8Array): Dtype | undefined {
  return ifReadable(() => datatypeAt(new ByteCursor(bytes)));
}

/** The part of a datatype message that is the same for all classes, with the cursor behind it. */
export interface DatatypePrefix {
  readonly version: number;
  /** The 24 bits whose meaning depends on the class. */
  readonly bits: number;
  /** Bytes per element, as stored. */
  readonly size: number;
}

const deepest = 32;
const paddings: readonly StringDtype['padding'][] = ['null-terminated', 'null-padded', 'space-padded'];
const charsets: readonly StringDtype['charset'][] = ['ascii', 'utf-8'];

function datatypeAt(cursor: ByteCursor, depth = 0): Dtype {
  if (depth > deepest) throw new Unreadable('a datatype is nested too deeply');
  const classAndVersion = cursor.unsigned(1);
  const prefix = { version: classAndVersion >> 4, bits: cursor.unsigned(3), size: cursor.unsigned(4) };
  if (prefix.version < 1 || prefix.version > 5) throw new Unreadable('a datatype of unknown version');
  if (prefix.size === 0) throw new Unreadable('elements without bytes');
  const base = (): Dtype => datatypeAt(cursor, depth + 1);
  switch (classAndVersion & 0x0f) {
    case 0:
      return parseInteger(cursor, prefix);
    case 1:
      return parseFloat(cursor, prefix);
    case 2:
      cursor.skip(2);
      return { class: 'unknown', hdf5Class: 'H5T_TIME', size: prefix.size };
    case 3:
      return { class: 'string', length: prefix.size, ...textOf(prefix.bits) };
    case 4:
      return parseBitfield(cursor, prefix);
    case 5:
      return { class: 'opaque', size: prefix.size, tag: opaqueTag(cursor.take(prefix.bits & 0xff)) };
    case 6:
      return { class: 'compound', size: prefix.size, members: parseMembers(cursor, prefix, base) };
    case 7:
      return reference(prefix);
    case 8:
      return parseEnum(cursor, prefix, base());
    case 9:
      return variableLength(prefix, base());
    case 10:
      return parseArray(cursor, prefix, base);
    case 11:
      base();
      return { class: 'unknown', hdf5Class: 'H5T_COMPLEX', size: prefix.size };
    default:
      throw new Unreadable('a datatype of unknown class');
  }
}

function textOf(bits: number): Pick<StringDtype, 'padding' | 'charset'> {
  const padding = paddings[bits & 0x0f];
  const charset = charsets[(bits >> 4) & 0x0f];
  if (padding === undefined || charset === undefined) throw new Unreadable('text of an unknown kind');
  return { charset, padding };
}

function opaqueTag(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function reference({ bits, size }: DatatypePrefix): Dtype {
  const kind = bits & 0x0f;
  if (kind === 0 || kind === 1) return { class: 'reference', target: kind === 0 ? 'object' : 'region', size };
  if (kind > 4) throw new Unreadable('a reference of an unknown kind');
  // Those of HDF5 1.12 and later, which only its own new functions can follow.
  return { class: 'unknown', hdf5Class: 'H5T_REFERENCE of the kind of HDF5 1.12', size };
}

function variableLength({ bits }: DatatypePrefix, base: Dtype): Dtype {
  switch (bits & 0x0f) {
    case 0:
      return { class: 'variable-length', base };
    case 1:
      return { class: 'string', length: 'variable', ...textOf(bits >> 4) };
    default:
      throw new Unreadable('a sequence of an unknown kind');
  }
}

function parseArray(cursor: ByteCursor, { version }: DatatypePrefix, base: () => Dtype): Dtype {
  const rank = cursor.unsigned(1);
  if (version < 3) cursor.skip(3);
  const shape = Array.from({ length: rank }, () => cursor.unsigned(4));
  // A permutation of the axes, which was never used.
  if (version < 3) cursor.skip(4 * rank);
  return { class: 'array', base: base(), shape };
}

function parseMembers(
  cursor: ByteCursor,
  { version, bits, size }: DatatypePrefix,
  base: () => Dtype,
): CompoundMember[] {
  const offsetSize = version < 3 ? 4 : bytesToHold(size);
  return Array.from({ length: bits & 0xffff }, () => {
    const name = cursor.text(version < 3 ? 8 : 1);
    const offset = cursor.unsigned(offsetSize);
    const shape = version === 1 ? arrayInsideMember(cursor) : [];
    const dtype = base();
    return { name, offset, dtype: shape.length === 0 ? dtype : { class: 'array', base: dtype, shape } };
  });
}

/** Before arrays were a class of their own, a member could have up to four axes itself. */
function arrayInsideMember(cursor: ByteCursor): number[] {
  const rank = cursor.unsigned(1);
  if (rank > 4) throw new Unreadable('too many axes');
  cursor.skip(11);
  return Array.from({ length: 4 }, () => cursor.unsigned(4)).slice(0, rank);
}
