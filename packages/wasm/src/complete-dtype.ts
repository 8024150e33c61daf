import type { CompoundMember, Dtype } from '@h5tail/adapter';
import { elementSize } from '@h5tail/adapter/implementation';

const pointerSize = 4;

/**
 * What h5wasm tells of a dtype, completed by what the file stores: enum values beyond 32 bits, the tags of opaque types,
 * and numbers that are stored in another way than h5wasm reads them, which become class `unknown`.
 *
 * Sizes and places of members stay as told: they are those in memory.
 *
 * @returns `undefined` where the two contradict each other, so that the stored one is not the one that was asked for.
 */
export function completeDtype(told: Dtype, stored: Dtype): Dtype | undefined {
  if (stored.class === 'unknown') {
    const size = elementSize(told, pointerSize);
    return size === stored.size || told.class === 'reference' ? { ...stored, size } : undefined;
  }
  switch (told.class) {
    case 'integer':
      return stored.class === 'integer' && stored.signed === told.signed ? sameNumber(told, stored) : undefined;
    case 'float':
    case 'bitfield':
      return stored.class === told.class ? sameNumber(told, stored) : undefined;
    case 'boolean':
    case 'enum': {
      if (stored.class !== 'boolean' && stored.class !== 'enum') return undefined;
      return completeDtype(told.base, stored.base) === undefined ? undefined : stored;
    }
    case 'string':
      return stored.class === 'string' && stored.length === told.length ? told : undefined;
    case 'opaque':
      return stored.class === 'opaque' && stored.size === told.size ? stored : undefined;
    case 'reference':
      return stored.class === 'reference' && stored.target === told.target ? told : undefined;
    case 'variable-length': {
      const base = stored.class === 'variable-length' ? completeDtype(told.base, stored.base) : undefined;
      return base && { ...told, base };
    }
    case 'array': {
      const sameShape = stored.class === 'array' && stored.shape.join() === told.shape.join();
      const base = sameShape ? completeDtype(told.base, stored.base) : undefined;
      return base && { ...told, base };
    }
    case 'compound': {
      const members = stored.class === 'compound' ? completeMembers(told.members, stored.members) : undefined;
      return members && { ...told, members };
    }
    case 'unknown':
      return undefined;
  }
}

/** Whether h5wasm may tell too little of a dtype; text has nothing that it could leave out. */
export function mayLackSomething(dtype: Dtype): boolean {
  switch (dtype.class) {
    case 'string':
      return false;
    case 'array':
    case 'variable-length':
      return mayLackSomething(dtype.base);
    default:
      return true;
  }
}

function sameNumber<Told extends Dtype & { readonly size: number; readonly byteOrder: string }>(
  told: Told,
  stored: { readonly size: number; readonly byteOrder: string },
): Told | undefined {
  return stored.size === told.size && stored.byteOrder === told.byteOrder ? told : undefined;
}

function completeMembers(
  told: readonly CompoundMember[],
  stored: readonly CompoundMember[],
): CompoundMember[] | undefined {
  if (told.length !== stored.length) return undefined;
  const members: CompoundMember[] = [];
  for (const [i, member] of told.entries()) {
    const counterpart = stored[i] as CompoundMember;
    const dtype = counterpart.name === member.name ? completeDtype(member.dtype, counterpart.dtype) : undefined;
    if (dtype === undefined) return undefined;
    members.push({ ...member, dtype });
  }
  return members;
}
