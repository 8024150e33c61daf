import { ByteCursor, Unreadable } from './byte-cursor.js';
import type { ChunkLayout } from './chunk-layout.js';
import {
  blockPrefix,
  checksumSize,
  elementBlock,
  elementForm,
  expectHeader,
  expectPrefix,
  hasBit,
  type ElementArray,
  type ElementForm,
  type ElementRun,
} from './element-array.js';
import { readChecked, type MetadataSource } from './metadata-source.js';
import type { ElementBlock } from './verified-blocks.js';

const noPrefix = new Uint8Array(0);
/** Bits that count the elements of a page; HDF5 writes 10. */
const mostPageBits = 20;

/**
 * The index of a dataset whose axes all have an end: one data block for all chunks, in pages where there are many.
 *
 * Source: HDF5 File Format Specification 3.0, VII.C "Fixed Array Index", with "Fixed Array Header", "Fixed Array Data
 * Block" and "Fixed Array Data Block Page".
 */
export class FixedArray implements ElementArray {
  readonly capacity: number;
  readonly form: ElementForm;
  readonly #header: number;
  readonly #layout: ChunkLayout;
  readonly #pageElements: number;
  readonly #prefix: Uint8Array;
  #dataBlock: number | undefined;
  /** Which pages were written to; empty where there are no pages. A page that was written to once stays so. */
  #writtenPages = noPrefix;
  #isFresh = false;

  /** @throws Unreadable */
  constructor(source: MetadataSource, layout: ChunkLayout, header: number) {
    this.form = elementForm(source, layout);
    this.capacity = layout.mostChunks;
    const [pageBits = 0] = layout.parameters;
    if (pageBits === 0 || pageBits > mostPageBits) throw new Unreadable('odd pages');
    this.#pageElements = 2 ** pageBits;
    this.#header = header;
    this.#layout = layout;
    this.#prefix = blockPrefix('FADB', this.form, header);
    this.#readHeader(source);
  }

  begin(): void {
    this.#isFresh = false;
  }

  runAt(source: MetadataSource, element: number): ElementRun {
    if (this.#dataBlock === undefined) this.#readHeader(source);
    const address = this.#dataBlock;
    const { capacity, form } = this;
    if (address === undefined) return { first: 0, count: capacity, block: undefined };
    if (capacity <= this.#pageElements) {
      const block = elementBlock(address, this.#prefix, this.#prefix.length, capacity * form.size);
      return { first: 0, count: capacity, block };
    }
    const page = Math.floor(element / this.#pageElements);
    const first = page * this.#pageElements;
    const count = Math.min(this.#pageElements, capacity - first);
    return { first, count, block: this.#page(source, address, page, count) };
  }

  /** Address behind the data block with all its pages, written or not; `undefined` where it has no place yet. */
  get end(): number | undefined {
    if (this.#dataBlock === undefined) return undefined;
    const { capacity, form } = this;
    const elements = this.#dataBlock + capacity * form.size;
    if (capacity <= this.#pageElements) return elements + this.#prefix.length + checksumSize;
    return elements + this.#pagesAt + Math.ceil(capacity / this.#pageElements) * checksumSize;
  }

  /** Where the pages begin in the data block: behind the bits that tell which were written to. */
  get #pagesAt(): number {
    const bitmapSize = Math.ceil(Math.ceil(this.capacity / this.#pageElements) / 8);
    return this.#prefix.length + bitmapSize + checksumSize;
  }

  #page(source: MetadataSource, address: number, page: number, count: number): ElementBlock | undefined {
    const pagesAt = this.#pagesAt;
    const isWritten = (): boolean => this.#writtenPages.length > 0 && hasBit(this.#writtenPages, 0, page);
    if (!isWritten() && !this.#isFresh) {
      const bytes = readChecked(source, address, pagesAt);
      expectPrefix(bytes, this.#prefix);
      this.#writtenPages = bytes.slice(this.#prefix.length);
      this.#isFresh = true;
    }
    if (!isWritten()) return undefined;
    const pageSize = this.#pageElements * this.form.size + checksumSize;
    return elementBlock(address + pagesAt + page * pageSize, noPrefix, 0, count * this.form.size);
  }

  #readHeader(source: MetadataSource): void {
    const { addressSize, lengthSize } = source;
    const cursor = new ByteCursor(readChecked(source, this.#header, 8 + lengthSize + addressSize + checksumSize));
    expectHeader(cursor, 'FAHD', this.form);
    if (cursor.unsigned(1) !== this.#layout.parameters[0]) throw new Unreadable('an array with other pages');
    if (cursor.unsigned(lengthSize) !== this.capacity) throw new Unreadable('an array of another size');
    this.#dataBlock = cursor.address(addressSize);
  }
}
