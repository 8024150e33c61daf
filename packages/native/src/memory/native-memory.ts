import type { PointerMemory } from '@h5tail/adapter/implementation';
import type { Koffi } from '../library/load-koffi.js';

/**
 * Bytes that one look at HDF5's memory covers. A look costs a microsecond, and a read may return a hundred thousand
 * addresses, most of them a few hundred bytes after the one before. The engine counts what is looked at as memory in use,
 * so a look is not made larger than that takes. Of what it covers only what is asked for is touched.
 */
const windowBytes = 64 * 1024;

/** The memory of this process, for elements that HDF5 holds by address. */
export class NativeMemory implements PointerMemory {
  readonly pointerSize = 8;
  readonly #koffi: Koffi;
  /** What a call uses by address, so that it lives as long. */
  readonly #kept = new Map<number, Uint8Array>();
  #window = new Uint8Array(0);
  #start = 0;

  constructor(koffi: Koffi) {
    this.#koffi = koffi;
  }

  view(address: number, length: number): Uint8Array {
    const own = this.#kept.size === 0 ? undefined : this.#kept.get(address);
    if (own !== undefined) return own.subarray(0, length);
    const offset = this.#lookAt(address, length);
    return this.#window.subarray(offset, offset + length);
  }

  findZero(address: number): number {
    for (let from = address; ; from = this.#start + this.#window.length) {
      const offset = this.#lookAt(from, 1);
      const zero = this.#window.indexOf(0, offset);
      if (zero >= 0) return this.#start + zero;
    }
  }

  allocate(length: number): number {
    return this.store(new Uint8Array(Math.max(1, length)));
  }

  store(bytes: Uint8Array): number {
    // It stays there as long as the array is referred to.
    const address = Number(this.#koffi.address(bytes));
    this.#kept.set(address, bytes);
    return address;
  }

  /**
   * Lets go of what was allocated and stored. To be called after the call that uses it: until then this object keeps it,
   * while the elements themselves hold nothing but addresses.
   */
  release(): void {
    this.#kept.clear();
  }

  /** Place of an address in the window, which is moved where it does not cover all of `length`. */
  #lookAt(address: number, length: number): number {
    const offset = address - this.#start;
    if (offset >= 0 && offset + length <= this.#window.length) return offset;
    this.#start = address;
    this.#window = new Uint8Array(this.#koffi.view(BigInt(address), Math.max(length, windowBytes)));
    return 0;
  }
}
