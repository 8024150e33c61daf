import type { Capabilities, CapabilityName } from '../capabilities.js';
import type { Dtype } from '../dtype.js';
import { Hdf5Error } from '../errors.js';

const commonPadding = { ascii: 'null-terminated', 'utf-8': 'space-padded' } as const;

/** Capabilities that creating elements of a dtype takes. */
export function creationCapabilities(dtype: Dtype): CapabilityName[] {
  const ofOrder = (order: string): CapabilityName[] => (order === 'big' ? ['createBigEndian'] : []);
  switch (dtype.class) {
    case 'integer':
      return ofOrder(dtype.byteOrder);
    case 'float':
      return [...(dtype.size === 2 ? (['createFloat16'] as const) : []), ...ofOrder(dtype.byteOrder)];
    case 'boolean':
      return ['createBoolean'];
    case 'enum':
      return ['createEnum', ...ofOrder(dtype.base.byteOrder)];
    case 'array':
      return ['createArray', ...creationCapabilities(dtype.base)];
    case 'opaque':
      return ['createOpaque'];
    case 'bitfield':
      return ['createBitfield', ...ofOrder(dtype.byteOrder)];
    case 'variable-length':
      return ['createVariableLength', ...creationCapabilities(dtype.base)];
    case 'string':
      return dtype.length === 'variable' || dtype.padding === commonPadding[dtype.charset]
        ? []
        : ['createStringPadding'];
    case 'compound':
      return dtype.members.flatMap((member) => creationCapabilities(member.dtype));
    default:
      return [];
  }
}

/**
 * Refuses what an implementation cannot do.
 *
 * @throws Hdf5Error `UNSUPPORTED`, naming the first capability that is missing.
 */
export function requireCapabilities(
  backend: { readonly name: string; readonly capabilities: Capabilities },
  needed: readonly CapabilityName[],
  place: { readonly file?: string; readonly object?: string },
): void {
  const missing = needed.find((name) => !backend.capabilities[name]);
  if (missing === undefined) return;
  throw new Hdf5Error('UNSUPPORTED', `the backend '${backend.name}' lacks the capability '${missing}'`, {
    ...place,
    remedy: 'Use another backend, or start the file from a skeleton that holds the object',
  });
}
