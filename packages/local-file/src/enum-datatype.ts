import type { Dtype, EnumMember, IntegerDtype } from '@h5tail/adapter';
import { Unreadable, type ByteCursor } from './byte-cursor.js';
import type { DatatypePrefix } from './datatype-message.js';

/**
 * An enumeration, with the cursor behind its base type.
 *
 * Source: "Class-specific information for Enumeration (Class 8)" in IV.A.2.d "The Datatype Message".
 */
export function parseEnum(cursor: ByteCursor, { version, bits, size }: DatatypePrefix, base: Dtype): Dtype {
  if ((base.class !== 'integer' && base.class !== 'unknown') || base.size !== size) {
    throw new Unreadable('an enumeration on something else than whole numbers');
  }
  const names = Array.from({ length: bits & 0xffff }, () => cursor.text(version < 3 ? 8 : 1));
  const values = names.map(() => cursor.take(size));
  if (base.class === 'unknown') return { class: 'unknown', hdf5Class: `H5T_ENUM on ${base.hdf5Class}`, size };
  const members = names.map((name, i): EnumMember => ({ name, value: enumValue(values[i] as Uint8Array, base) }));
  return isBoolean(base, members) ? { class: 'boolean', base } : { class: 'enum', base, members };
}

function enumValue(bytes: Uint8Array, { size, signed, byteOrder }: IntegerDtype): number | bigint {
  let value = 0n;
  for (let i = 0; i < size; i++) {
    value = (value << 8n) | BigInt(bytes[byteOrder === 'big' ? i : size - 1 - i] as number);
  }
  if (signed) value = BigInt.asIntN(8 * size, value);
  const isSafe = value >= BigInt(-(2 ** 53)) && value <= BigInt(2 ** 53);
  return isSafe ? Number(value) : value;
}

/** h5py's booleans: one byte, FALSE = 0 and TRUE = 1 and nothing else. */
function isBoolean(base: IntegerDtype, members: readonly EnumMember[]): boolean {
  const valueOf = (name: string): unknown => members.find((member) => member.name === name)?.value;
  return base.size === 1 && members.length === 2 && valueOf('FALSE') === 0 && valueOf('TRUE') === 1;
}
