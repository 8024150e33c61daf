import assert from 'node:assert/strict';
import type { Capabilities, CompoundDtype, Dtype, EnumMember } from '@h5tail/adapter';
import { holdsPointers } from '@h5tail/adapter/implementation';
import type { GoldenDtype } from './golden.js';

/** The dtype that JSON stands for, a plain one for an odd one; what JSON cannot hold as a number comes as text. */
export function parseGoldenDtype(golden: GoldenDtype): Dtype {
  return mapDtype(golden.class === 'odd' ? golden.readAs : golden, (dtype) =>
    dtype.class === 'enum'
      ? { ...dtype, members: dtype.members.map(({ name, value }) => parseMember(name, value)) }
      : dtype,
  );
}

function parseMember(name: string, value: unknown): EnumMember {
  return { name, value: typeof value === 'string' ? BigInt(value) : (value as number) };
}

/** What is left of a dtype for an adapter that cannot tell all of it. */
export function tellableDtype(dtype: Dtype, capabilities: Capabilities): Dtype {
  return mapDtype(dtype, (part) => {
    if (part.class === 'opaque' && !capabilities.readOpaqueTag) return { ...part, tag: '' };
    if (part.class === 'enum' && !capabilities.readWideEnumMembers) {
      return { ...part, members: part.members.filter(({ value }) => isNarrow(value)) };
    }
    return part;
  });
}

function isNarrow(value: number | bigint): boolean {
  return value >= -(2 ** 31) && value < 2 ** 32;
}

/**
 * Leaves out what means nothing: the padding of text of variable length, and sizes and places that depend on how a
 * backend holds members of variable length.
 */
export function comparableDtype(dtype: Dtype): unknown {
  return mapDtype(dtype, (part) => {
    if (part.class === 'string' && part.length === 'variable') return { ...part, padding: 'null-terminated' };
    if (part.class !== 'compound' || !holdsPointers(part)) return part;
    const members = part.members.map((member) => ({ name: member.name, dtype: member.dtype }));
    return { class: 'compound', members } as unknown as CompoundDtype;
  });
}

/** Asserts that a dtype is the wanted one, as far as the adapter can tell it. */
export function assertTellableDtype(found: Dtype, wanted: Dtype, capabilities: Capabilities, message?: string): void {
  assert.deepEqual(comparableDtype(found), comparableDtype(tellableDtype(wanted, capabilities)), message);
}

/** Replaces every part of a dtype, innermost first. */
function mapDtype(dtype: Dtype, replace: (part: Dtype) => Dtype): Dtype {
  switch (dtype.class) {
    case 'array':
    case 'variable-length':
      return replace({ ...dtype, base: mapDtype(dtype.base, replace) });
    case 'compound': {
      const members = dtype.members.map((member) => ({ ...member, dtype: mapDtype(member.dtype, replace) }));
      return replace({ ...dtype, members });
    }
    default:
      return replace(dtype);
  }
}
