import { Unreadable } from './byte-cursor.js';
import type { IndexFile } from './index-file.js';
import { lookup3 } from './lookup3.js';

/** A block of a chunk index that holds elements; its last four bytes are the checksum of those before. */
export interface ElementBlock {
  readonly address: number;
  /** Bytes in all. */
  readonly length: number;
  /** Where its elements begin. */
  readonly elementsAt: number;
  /** Bytes that it must begin with; none of a page. */
  readonly prefix: Uint8Array;
}

const checksumSize = 4;
interface Image {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly view: DataView;
}

/** With HDF5's pages 512 KiB, for 65,000 chunks without filters; 4 MiB at most. */
const mostImages = 64;

/**
 * Reads slices of blocks whose checksum is that of the whole block, and reads the whole only where it has changed.
 *
 * The checksum was right when a block was last read as a whole. A slice that is byte for byte as it was then needs no
 * checksum again, even if a writer is at work: a torn slice is a mixture of the bytes before and after a change. Where
 * an element had not changed since, the mixture is alike only if it is the element before. Where it had changed since
 * and is changing again, the mixture would have to be its value of two changes ago. The place of an unfiltered chunk
 * changes once, from "none", so that this value is "none", as it was when asked a moment ago; a filtered chunk moves
 * at each change of its size, and then this is a complete place of its past, which a SWMR writer leaves as it was.
 */
export class VerifiedBlocks {
  readonly #images = new Map<number, Image>();
  #spare = Buffer.alloc(0);

  /**
   * A block of which the bytes `from` to `to` are as they are in the file now.
   *
   * @returns Memory that is only valid up to the next call.
   * @throws Unreadable where the block makes no sense, as it may for a moment while a writer changes it.
   */
  read(file: IndexFile, block: ElementBlock, from: number, to: number): DataView {
    const { address, length, prefix } = block;
    const image = this.#images.get(address);
    if (this.#spare.length < length) this.#spare = Buffer.alloc(length);
    const spare = this.#spare;
    if (image?.bytes.length === length) {
      const count = to - from;
      if (file.readInto(spare, address + from, count) < count) throw new Unreadable('the file ends too early');
      if (spare.compare(image.bytes, from, to, 0, count) === 0) return image.view;
    }
    if (file.readInto(spare, address, length) < length) throw new Unreadable('the file ends too early');
    const content = spare.subarray(0, length - checksumSize);
    if (spare.readUInt32LE(length - checksumSize) !== lookup3(content)) throw new Unreadable('a checksum is wrong');
    if (spare.compare(prefix, 0, prefix.length, 0, prefix.length) !== 0) throw new Unreadable('another block');
    return this.#keep(address, length);
  }

  /** Makes what was read the image of the block. */
  #keep(address: number, length: number): DataView {
    let image = this.#images.get(address);
    if (image === undefined && this.#images.size === mostImages) {
      const oldest = this.#images.entries().next().value as [number, Image];
      this.#images.delete(oldest[0]);
      image = oldest[1];
    }
    if (image?.bytes.length !== length) {
      const bytes = Buffer.alloc(length);
      image = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, length) };
    }
    this.#spare.copy(image.bytes, 0, 0, length);
    this.#images.set(address, image);
    return image.view;
  }
}
