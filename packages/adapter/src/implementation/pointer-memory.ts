/**
 * The memory of a backend, as far as elements of variable length need it: HDF5 holds them by pointer.
 *
 * Addresses are plain numbers: a wasm heap has 32-bit ones, and 64-bit user-space addresses stay below 2^53.
 */
export interface PointerMemory {
  readonly pointerSize: 4 | 8;
  /** A view of `length` bytes; valid only until the next allocation. */
  view(address: number, length: number): Uint8Array;
  /** Address of the zero that ends the text at `address`. */
  findZero(address: number): number;
  /** Memory of `length` bytes that lives until the current call into HDF5 has ended. */
  allocate(length: number): number;
  /**
   * Address of these bytes, as long as the current call into HDF5 goes on: their own, where the backend has the memory of
   * this program, else that of a copy.
   */
  store(bytes: Uint8Array): number;
}
