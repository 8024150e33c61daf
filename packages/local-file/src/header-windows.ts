import type { IndexFile } from './index-file.js';
import type { MetadataSource } from './metadata-source.js';

/** Bytes between two headers that are rather read than skipped with another call. */
const smallGap = 2 ** 14;
/** Bytes to read at once: enough that calls do not count. */
const mostAtOnce = 2 ** 20;
/** The first block of most headers. */
const usualHeader = 512;

/**
 * Reads object headers that are close to each other with one call. What it hands out is overwritten when it looks at another
 * place.
 */
export class HeaderWindows implements MetadataSource {
  readonly addressSize: number;
  readonly lengthSize: number;
  readonly #file: IndexFile;
  readonly #memory: Uint8Array;
  #start = 0;
  #length = 0;

  constructor(file: IndexFile, addresses: readonly number[]) {
    this.#file = file;
    ({ addressSize: this.addressSize, lengthSize: this.lengthSize } = file);
    const span = (addresses.at(-1) ?? 0) - (addresses[0] ?? 0) + usualHeader;
    this.#memory = new Uint8Array(Math.min(mostAtOnce, span));
  }

  /**
   * Reads a header and those behind it that are near, unless that was done already.
   *
   * @param addresses In their order.
   * @param which The header that is wanted.
   */
  show(addresses: readonly number[], which: number): void {
    const start = addresses[which] as number;
    if (start >= this.#start && start + usualHeader <= this.#start + this.#length) return;
    let end = start + usualHeader;
    for (let next = which + 1; next < addresses.length; next++) {
      const at = addresses[next] as number;
      if (at - end > smallGap || at + usualHeader - start > this.#memory.length) break;
      end = at + usualHeader;
    }
    this.#start = start;
    // So that nothing is taken for these bytes where reading fails.
    this.#length = 0;
    this.#length = this.#file.readInto(this.#memory, start, Math.min(end - start, this.#memory.length));
  }

  read(address: number, length: number): Uint8Array {
    const from = address - this.#start;
    if (from >= 0 && from + length <= this.#length) return this.#memory.subarray(from, from + length);
    // Continuations, headers of an unusual size, and what is near the end of the file.
    return this.#file.read(address, length);
  }
}
