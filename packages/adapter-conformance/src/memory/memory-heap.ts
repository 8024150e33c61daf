import type { PointerMemory } from '@h5tail/adapter/implementation';

const initialBytes = 4096;

/**
 * Memory for text and sequences of any length, which elements hold by address.
 *
 * Nothing is ever given back: a disk lives as long as one test.
 */
export class MemoryHeap implements PointerMemory {
  readonly pointerSize = 8;
  #bytes = new Uint8Array(initialBytes);
  // Address 0 means "nothing", so the first allocation starts behind it.
  #end = 8;

  view(address: number, length: number): Uint8Array {
    return this.#bytes.subarray(address, address + length);
  }

  findZero(address: number): number {
    return this.#bytes.indexOf(0, address);
  }

  allocate(length: number): number {
    const address = this.#end;
    this.#end += length;
    if (this.#end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#end));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return address;
  }

  store(bytes: Uint8Array): number {
    const address = this.allocate(bytes.length);
    this.#bytes.set(bytes, address);
    return address;
  }
}
