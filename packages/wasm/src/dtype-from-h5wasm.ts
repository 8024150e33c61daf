import type { ByteOrder, Dtype, EnumMember, IntegerDtype, StringDtype } from '@h5tail/adapter';
import { typeClass, type H5wasmType } from './h5wasm-functions.js';

const paddings: readonly StringDtype['padding'][] = ['null-terminated', 'null-padded', 'space-padded'];
const int32Limits = [-(2 ** 31), 2 ** 31 - 1];

/** The dtype that h5wasm describes. */
export function dtypeFromH5wasm(type: H5wasmType): Dtype {
  const byteOrder: ByteOrder = type.littleEndian || type.size === 1 ? 'little' : 'big';
  switch (type.type) {
    case typeClass.integer:
      if (isNumberSize(type.size)) return { class: 'integer', size: type.size, signed: type.signed, byteOrder };
      break;
    case typeClass.float:
      if (type.size === 2 || type.size === 4 || type.size === 8) return { class: 'float', size: type.size, byteOrder };
      break;
    case typeClass.bitfield:
      if (isNumberSize(type.size)) return { class: 'bitfield', size: type.size, byteOrder };
      break;
    case typeClass.string:
      return {
        class: 'string',
        length: type.vlen ? 'variable' : type.size,
        charset: type.cset === 1 ? 'utf-8' : 'ascii',
        padding: paddings[type.strpad ?? 0] ?? 'null-terminated',
      };
    case typeClass.opaque:
      return { class: 'opaque', size: type.size, tag: '' };
    case typeClass.reference:
      return { class: 'reference', target: type.ref_type === 'object' ? 'object' : 'region', size: type.size };
    case typeClass.enum:
      return enumeration(type, byteOrder);
    case typeClass.compound:
      return {
        class: 'compound',
        size: type.size,
        members: (type.compound_type?.members ?? []).map((member) => ({
          name: member.name,
          offset: member.offset,
          dtype: dtypeFromH5wasm(member),
        })),
      };
    case typeClass.array:
      if (type.array_type === undefined) break;
      return { class: 'array', base: dtypeFromH5wasm(type.array_type), shape: [...type.array_type.shape] };
    case typeClass.variableLength:
      if (type.vlen_type === undefined) break;
      return { class: 'variable-length', base: dtypeFromH5wasm(type.vlen_type) };
  }
  return { class: 'unknown', hdf5Class: className(type.type), size: type.size };
}

function isNumberSize(size: number): size is 1 | 2 | 4 | 8 {
  return size === 1 || size === 2 || size === 4 || size === 8;
}

function enumeration(type: H5wasmType, byteOrder: ByteOrder): Dtype {
  if (!isNumberSize(type.size)) return { class: 'unknown', hdf5Class: className(type.type), size: type.size };
  const base: IntegerDtype = { class: 'integer', size: type.size, signed: type.signed, byteOrder };
  // h5wasm clamps the values to 32 bits. A value at the limit may be a clamped one, so it is left out, not told wrong.
  const mayBeClamped = (value: number): boolean =>
    (type.size === 8 || (type.size === 4 && !type.signed)) && int32Limits.includes(value);
  const members: EnumMember[] = Object.entries(type.enum_type?.members ?? {})
    .filter(([, value]) => !mayBeClamped(value))
    .map(([name, value]) => ({ name, value }));
  return isBoolean(base, members) ? { class: 'boolean', base } : { class: 'enum', base, members };
}

/** h5py's booleans: one byte, FALSE = 0 and TRUE = 1 and nothing else. */
function isBoolean(base: IntegerDtype, members: readonly EnumMember[]): boolean {
  const valueOf = (name: string): unknown => members.find((member) => member.name === name)?.value;
  return base.size === 1 && members.length === 2 && valueOf('FALSE') === 0 && valueOf('TRUE') === 1;
}

function className(type: number): string {
  const name = Object.entries(typeClass).find(([, number]) => number === type)?.[0];
  return name === undefined ? `class ${type}` : `H5T_${name.toUpperCase()}`;
}
