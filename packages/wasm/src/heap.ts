import { Hdf5Error } from '@h5tail/adapter';
import type { PointerMemory } from '@h5tail/adapter/implementation';
import type { H5wasmModule } from './h5wasm-functions.js';

/**
 * Memory of the wasm module for the time of one call into HDF5. Views of it are taken anew each time, because the heap
 * may move when it grows.
 */
export class HeapScope implements PointerMemory {
  readonly pointerSize = 4;
  readonly #module: H5wasmModule;
  readonly #addresses: number[] = [];

  constructor(module: H5wasmModule) {
    this.#module = module;
  }

  view(address: number, length: number): Uint8Array {
    return this.#module.HEAPU8.subarray(address, address + length);
  }

  findZero(address: number): number {
    return this.#module.HEAPU8.indexOf(0, address);
  }

  allocate(length: number): number {
    // The heap ends at 2 GiB; malloc takes its argument modulo 2^32, so a larger one must not reach it.
    const address = length < 2 ** 31 ? this.#module._malloc(Math.max(1, length)) : 0;
    if (address === 0) {
      throw new Hdf5Error('NO_SPACE', `${length} bytes do not fit into the memory of the wasm backend`, {
        remedy: 'Read or write a smaller part at a time',
      });
    }
    this.#addresses.push(address);
    return address;
  }

  /** Memory that holds a copy of `bytes`. */
  store(bytes: Uint8Array): number {
    const address = this.allocate(bytes.byteLength);
    this.#module.HEAPU8.set(bytes, address);
    return address;
  }

  free(): void {
    for (const address of this.#addresses.splice(0)) this.#module._free(address);
  }
}
