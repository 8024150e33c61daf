// @ts-check
import { readSync } from 'node:fs';
import { scratch } from './decode-chunk.js';

/** Reading takes longer by the call than by the byte: so many bytes between two chunks are read with them. */
const mostBetween = 4096;
/** Bytes that are read with one call, unless a chunk has more. */
const mostAtOnce = 2 ** 20;

/**
 * Where a chunk is stored.
 *
 * @typedef {object} Stored
 * @property {number} position
 * @property {number} size
 */

/** Reads chunks from a file; those that lie side by side in one call. */
export class StoredStretches {
  /** @type {Uint8Array} */
  #bytes = new Uint8Array();
  #first = 0;

  /**
   * @param {number} file
   * @param {readonly Stored[]} chunks In the order in which they are wanted.
   */
  constructor(file, chunks) {
    this.file = file;
    this.chunks = chunks;
  }

  /**
   * @param {number} i
   * @returns {Uint8Array} Memory that is only valid up to the next call.
   * @throws RangeError where the file ends before.
   */
  at(i) {
    const { position, size } = /** @type {Stored} */ (this.chunks[i]);
    if (position < this.#first || position + size > this.#first + this.#bytes.length) this.#read(i);
    const from = position - this.#first;
    if (from + size > this.#bytes.length) throw new RangeError('the file ends too early');
    return this.#bytes.subarray(from, from + size);
  }

  /** @param {number} i */
  #read(i) {
    const { position, size } = /** @type {Stored} */ (this.chunks[i]);
    let end = position + size;
    for (let next = i + 1; next < this.chunks.length; next++) {
      const { position: from, size: more } = /** @type {Stored} */ (this.chunks[next]);
      if (from < end || from > end + mostBetween || from + more > position + mostAtOnce) break;
      end = from + more;
    }
    const memory = scratch(0, end - position);
    this.#bytes = memory.subarray(0, readSync(this.file, memory, 0, end - position, position));
    this.#first = position;
  }
}
