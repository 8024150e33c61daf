import { Unreadable } from './byte-cursor.js';
import type { HeapFile } from './heap-file.js';

/** A stretch of a file in memory, moved along the file; the memory is used again at each move. */
export class FileWindow {
  /** What it shows, from the first byte on; as long as the most that it can show. */
  readonly bytes: Uint8Array;
  /** The same memory as {@link bytes}. */
  readonly view: DataView;
  /** Address of its first byte. */
  start = 0;
  /** Bytes that it shows. */
  length = 0;
  readonly #file: HeapFile;

  /** @param memory Whose bytes are lost. */
  constructor(file: HeapFile, memory: Uint8Array) {
    this.#file = file;
    this.bytes = memory;
    this.view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  }

  shows(address: number, length: number): boolean {
    return address >= this.start && address + length <= this.start + this.length;
  }

  /**
   * Shows the bytes from an address on.
   *
   * @param length How many, at most what it can show; there may be fewer at the end of the file.
   * @throws Unreadable where there are fewer than `required`.
   */
  move(address: number, length: number, required: number): void {
    this.start = address;
    // So that nothing is taken for these bytes where reading fails.
    this.length = 0;
    this.length = this.#file.readInto(this.bytes.subarray(0, length), address);
    if (this.length < required) throw new Unreadable('the file ends too early');
  }
}
