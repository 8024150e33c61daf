import type { PointerMemory } from '../src/implementation.js';

/** Memory as a backend has it, with pointers of either size. */
export function scratchMemory(pointerSize: 4 | 8): PointerMemory {
  const bytes = new Uint8Array(1 << 20);
  let end = 16;
  const allocate = (length: number): number => {
    const address = end;
    end += length;
    return address;
  };
  return {
    pointerSize,
    view: (address, length) => bytes.subarray(address, address + length),
    findZero: (address) => bytes.indexOf(0, address),
    allocate,
    store: (stored) => {
      const address = allocate(stored.length);
      bytes.set(stored, address);
      return address;
    },
  };
}
