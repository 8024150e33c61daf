import type { Dtype } from '../dtype.js';

/**
 * Bytes of one element in memory.
 *
 * @param pointerSize Bytes of a pointer in the backend's memory; sequences and variable-length text are held by pointer.
 * @throws TypeError for a dtype held by pointer where no pointer size is given.
 */
export function elementSize(dtype: Dtype, pointerSize?: 4 | 8): number {
  switch (dtype.class) {
    case 'boolean':
    case 'enum':
      return dtype.base.size;
    case 'array':
      return dtype.shape.reduce((product, extent) => product * extent, elementSize(dtype.base, pointerSize));
    case 'string':
      return dtype.length === 'variable' ? required(pointerSize) : dtype.length;
    case 'variable-length':
      // HDF5's hvl_t: a length and a pointer, each of pointer size.
      return 2 * required(pointerSize);
    default:
      return dtype.size;
  }
}

/** Whether elements hold pointers, so that their memory has to be given back after a read. */
export function holdsPointers(dtype: Dtype): boolean {
  switch (dtype.class) {
    case 'variable-length':
      return true;
    case 'string':
      return dtype.length === 'variable';
    case 'array':
      return holdsPointers(dtype.base);
    case 'compound':
      return dtype.members.some((member) => holdsPointers(member.dtype));
    default:
      return false;
  }
}

function required(pointerSize: 4 | 8 | undefined): number {
  if (pointerSize === undefined) throw new TypeError('elements of variable length have no size of their own');
  return pointerSize;
}
