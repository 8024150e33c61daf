import type { PointerMemory } from '@h5tail/adapter/implementation';

function none(): never {
  throw new TypeError('these elements hold no addresses');
}

/** For elements that are held without addresses. */
export const noPointers: PointerMemory = { pointerSize: 8, view: none, findZero: none, allocate: none, store: none };
