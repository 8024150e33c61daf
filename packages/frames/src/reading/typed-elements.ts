import type { AnyData, Dtype } from '@h5tail/adapter';

/** Elements that one typed array holds, which can be cut into frames and filled in parts. */
export type TypedElements = Extract<AnyData, ArrayBufferView>;

const typedClasses: ReadonlySet<string> = new Set(['integer', 'float', 'boolean', 'enum', 'bitfield']);

/** Whether elements arrive in a typed array, one number each. */
export function isTyped(dtype: Dtype): boolean {
  return typedClasses.has(dtype.class);
}
