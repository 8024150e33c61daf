import { Unreadable, type ByteCursor } from './byte-cursor.js';
import type { ChunkLayout } from './chunk-layout.js';
import type { MetadataSource } from './metadata-source.js';
import type { ElementBlock } from './verified-blocks.js';

/** What a chunk index stores of one chunk. */
export interface ElementForm {
  /** Bytes in all: an address; of filtered chunks a size and a filter mask come behind. */
  readonly size: number;
  readonly addressSize: number;
  /** Bytes of the size of a filtered chunk; 0 without filters. */
  readonly sizeSize: number;
}

/** Elements of an array that lie side by side. */
export interface ElementRun {
  readonly first: number;
  readonly count: number;
  /** `undefined` where there is no place for them yet. */
  readonly block: ElementBlock | undefined;
}

/** An array in a file that holds one element per chunk. */
export interface ElementArray {
  /** Elements that it could hold. */
  readonly capacity: number;
  readonly form: ElementForm;
  /** To be called before the calls of {@link runAt} that belong together: what may have changed is read anew then. */
  begin(): void;
  /**
   * The run that an element is in.
   *
   * @throws Unreadable
   */
  runAt(source: MetadataSource, element: number): ElementRun;
}

/** Beyond what HDF5 writes (20 KiB), and little enough to keep some of them. */
const largestElementBlock = 2 ** 16;
export const checksumSize = 4;
const maskSize = 4;

/**
 * How the elements of a layout's array are stored.
 *
 * Source: HDF5 File Format Specification 3.0, VII.C "Appendix C: Types of Indexes for Dataset Chunks", "Layout: Data
 * Block Element for Non-filtered Dataset Chunk" and "… for Filtered Dataset Chunk".
 */
export function elementForm({ addressSize }: MetadataSource, { isFiltered, sizeSize }: ChunkLayout): ElementForm {
  if (!isFiltered) return { size: addressSize, addressSize, sizeSize: 0 };
  return { size: addressSize + sizeSize + maskSize, addressSize, sizeSize };
}

/** A header's fields up to the class of its elements and their size. @throws Unreadable where they are others. */
export function expectHeader(cursor: ByteCursor, signature: string, form: ElementForm): void {
  cursor.expect(signature);
  const [version, elementClass, size] = [cursor.unsigned(1), cursor.unsigned(1), cursor.unsigned(1)];
  if (version !== 0 || elementClass !== classOf(form) || size !== form.size) throw new Unreadable('another array');
}

function classOf(form: ElementForm): number {
  return form.sizeSize === 0 ? 0 : 1;
}

/** The bytes that every block of an array begins with: signature, version, class, and the address of its header. */
export function blockPrefix(signature: string, form: ElementForm, header: number): Uint8Array {
  const prefix = new Uint8Array(6 + form.addressSize);
  prefix.set(new TextEncoder().encode(signature));
  prefix[5] = classOf(form);
  for (let i = 0, rest = header; i < form.addressSize; i++, rest = Math.floor(rest / 256)) prefix[6 + i] = rest % 256;
  return prefix;
}

export function expectPrefix(bytes: Uint8Array, prefix: Uint8Array): void {
  if (!prefix.every((byte, i) => bytes[i] === byte)) throw new Unreadable('a block of another kind');
}

/** @throws Unreadable where the block would be too large. */
export function elementBlock(address: number, prefix: Uint8Array, at: number, elementBytes: number): ElementBlock {
  const length = at + elementBytes + checksumSize;
  if (length > largestElementBlock) throw new Unreadable('a block is too large');
  return { address, length, elementsAt: at, prefix };
}

/** Bits are counted from each byte's highest. */
export function hasBit(bytes: Uint8Array, start: number, bit: number): boolean {
  return (((bytes[start + Math.floor(bit / 8)] as number) << (bit % 8)) & 0x80) !== 0;
}
