import type {
  ByteOrder,
  CompoundMember,
  Dtype,
  EnumMember,
  FloatDtype,
  IntegerDtype,
  ReferenceDtype,
  StringDtype,
} from '@h5tail/adapter';
import { elementSize, holdsPointers } from '@h5tail/adapter/implementation';
import { constants } from '../c/constants.js';
import { unplaced, type Hdf5Library } from '../c/hdf5-library.js';
import type { DatatypeId } from '../c/identifiers.js';
import { isIeee } from './ieee-layout.js';
import { takeText } from '../c/take-text.js';
import { paddingOf } from './string-padding.js';

const integerSizes: readonly number[] = [1, 2, 4, 8];
const classes = [
  'H5T_INTEGER',
  'H5T_FLOAT',
  'H5T_TIME',
  'H5T_STRING',
  'H5T_BITFIELD',
  'H5T_OPAQUE',
  'H5T_COMPOUND',
  'H5T_REFERENCE',
  'H5T_ENUM',
  'H5T_VLEN',
  'H5T_ARRAY',
] as const;

/**
 * The dtype that a datatype of HDF5 stands for.
 *
 * Whole numbers that do not fill their bytes are told as those that do: HDF5 converts them when it reads. Floats that are
 * not laid out as IEEE 754 says, and numbers of other sizes, are of class `unknown`.
 */
export function dtypeFromHdf5(library: Hdf5Library, type: DatatypeId): Dtype {
  const { c } = library;
  const size = Number(c.H5Tget_size(type));
  switch (c.H5Tget_class(type)) {
    case constants.H5T_INTEGER:
      return integer(library, type, size) ?? unknown(library, type, size);
    case constants.H5T_FLOAT:
      return float(library, type, size) ?? unknown(library, type, size);
    case constants.H5T_BITFIELD:
      if (!isIntegerSize(size) || Number(c.H5Tget_precision(type)) !== 8 * size) break;
      return { class: 'bitfield', size, byteOrder: orderOf(library, type, size) };
    case constants.H5T_STRING:
      return text(library, type, size);
    case constants.H5T_OPAQUE:
      return { class: 'opaque', size, tag: takeText(library, c.H5Tget_tag(type)) };
    case constants.H5T_REFERENCE:
      return reference(library, type, size) ?? unknown(library, type, size);
    case constants.H5T_ENUM:
      return enumeration(library, type) ?? unknown(library, type, size);
    case constants.H5T_COMPOUND:
      return compound(library, type, size);
    case constants.H5T_VLEN:
      return { class: 'variable-length', base: baseOf(library, type) };
    case constants.H5T_ARRAY:
      return { class: 'array', base: baseOf(library, type), shape: arrayShape(library, type) };
  }
  return unknown(library, type, size);
}

function unknown({ c }: Hdf5Library, type: DatatypeId, size: number): Dtype {
  const number = c.H5Tget_class(type);
  const name = classes.find((known) => constants[known] === number);
  return { class: 'unknown', hdf5Class: number < 0 ? 'H5T_NO_CLASS' : (name ?? `H5T_${number}`), size };
}

function isIntegerSize(size: number): size is IntegerDtype['size'] {
  return integerSizes.includes(size);
}

/** `'little'` for one byte, and for orders that are neither (VAX), which no dtype has. */
function orderOf({ c }: Hdf5Library, type: DatatypeId, size: number): ByteOrder {
  return size > 1 && c.H5Tget_order(type) === constants.H5T_ORDER_BE ? 'big' : 'little';
}

function integer(library: Hdf5Library, type: DatatypeId, size: number): IntegerDtype | undefined {
  if (!isIntegerSize(size)) return undefined;
  const signed = library.c.H5Tget_sign(type) === constants.H5T_SGN_2;
  return { class: 'integer', size, signed, byteOrder: orderOf(library, type, size) };
}

function float(library: Hdf5Library, type: DatatypeId, size: number): FloatDtype | undefined {
  if ((size !== 2 && size !== 4 && size !== 8) || !isIeee(library, type, size)) return undefined;
  return { class: 'float', size, byteOrder: orderOf(library, type, size) };
}

function text({ c }: Hdf5Library, type: DatatypeId, size: number): StringDtype {
  return {
    class: 'string',
    length: c.H5Tis_variable_str(type) > 0 ? 'variable' : size,
    charset: c.H5Tget_cset(type) === constants.H5T_CSET_UTF8 ? 'utf-8' : 'ascii',
    padding: paddingOf(c.H5Tget_strpad(type)),
  };
}

/** The references of HDF5 1.8. Those of 1.12 and later have no fixed form in a file. */
function reference({ c, globals }: Hdf5Library, type: DatatypeId, size: number): ReferenceDtype | undefined {
  if (c.H5Tequal(type, globals.H5T_STD_REF_OBJ_g) > 0) return { class: 'reference', target: 'object', size };
  if (c.H5Tequal(type, globals.H5T_STD_REF_DSETREG_g) > 0) return { class: 'reference', target: 'region', size };
  return undefined;
}

function baseOf(library: Hdf5Library, type: DatatypeId): Dtype {
  return library.withIdentifiers(unplaced, (ids) =>
    dtypeFromHdf5(
      library,
      ids.add(unplaced, 'the base of a datatype cannot be read', (c) => c.H5Tget_super(type)),
    ),
  );
}

function arrayShape({ c }: Hdf5Library, type: DatatypeId): number[] {
  const dims = new BigUint64Array(Math.max(0, c.H5Tget_array_ndims(type)));
  c.H5Tget_array_dims2(type, dims);
  return Array.from(dims, Number);
}

function enumeration(library: Hdf5Library, type: DatatypeId): Dtype | undefined {
  const base = baseOf(library, type);
  if (base.class !== 'integer') return undefined;
  const bytes = new Uint8Array(8);
  const members: EnumMember[] = [];
  for (let i = 0; i < library.c.H5Tget_nmembers(type); i++) {
    library.c.H5Tget_member_value(type, i, bytes);
    members.push({ name: takeText(library, library.c.H5Tget_member_name(type, i)), value: wholeNumber(bytes, base) });
  }
  return isBoolean(base, members) ? { class: 'boolean', base } : { class: 'enum', base, members };
}

function wholeNumber(bytes: Uint8Array, { size, signed, byteOrder }: IntegerDtype): number | bigint {
  const ordered = byteOrder === 'big' ? bytes.slice(0, size).toReversed() : bytes.slice(0, size);
  const bits = ordered.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const value = signed ? BigInt.asIntN(8 * size, bits) : bits;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** h5py's booleans: one byte, FALSE = 0 and TRUE = 1 and nothing else. */
function isBoolean(base: IntegerDtype, members: readonly EnumMember[]): boolean {
  const valueOf = (name: string): unknown => members.find((member) => member.name === name)?.value;
  return base.size === 1 && members.length === 2 && valueOf('FALSE') === 0 && valueOf('TRUE') === 1;
}

function compound(library: Hdf5Library, type: DatatypeId, size: number): Dtype {
  const members: CompoundMember[] = [];
  for (let i = 0; i < library.c.H5Tget_nmembers(type); i++) {
    const dtype = library.withIdentifiers(unplaced, (ids) =>
      dtypeFromHdf5(
        library,
        ids.add(unplaced, 'a member of a datatype cannot be read', (c) => c.H5Tget_member_type(type, i)),
      ),
    );
    const name = takeText(library, library.c.H5Tget_member_name(type, i));
    members.push({ name, offset: Number(library.c.H5Tget_member_offset(type, i)), dtype });
  }
  const stored: Dtype = { class: 'compound', size, members };
  return holdsPointers(stored) ? packed(members) : stored;
}

/** Members of variable length have other sizes in memory than in the file, so they are put side by side anew. */
function packed(members: readonly CompoundMember[]): Dtype {
  let size = 0;
  const placed = members.map((member) => {
    const offset = size;
    size += elementSize(member.dtype, 8);
    return { ...member, offset };
  });
  return { class: 'compound', size, members: placed };
}
