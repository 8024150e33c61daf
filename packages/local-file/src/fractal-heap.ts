import { ByteCursor, Unreadable } from './byte-cursor.js';
import { lookup3 } from './lookup3.js';
import { readBlock, readChecked, type MetadataSource } from './metadata-source.js';
import { bTreeRecords } from './version-2-b-tree.js';

const checksumSize = 4;
const hugeIndirect = 1;

/** Header of a heap, as far as reading objects needs it. */
interface HeapHeader {
  readonly address: number;
  readonly hugeIndex: number | undefined;
  /** Blocks per row. */
  readonly width: number;
  readonly startingSize: number;
  readonly largestDirect: number;
  /** Bytes of a place in the heap. */
  readonly offsetSize: number;
  readonly checksums: boolean;
  readonly root: number;
  /** Rows of the root where that is an indirect block; 0 where it is a direct one. */
  readonly rootRows: number;
}

interface HeapBlock {
  readonly address: number;
  /** Its first place in the heap. */
  readonly start: number;
  readonly size: number;
}

/**
 * Opens a heap of objects.
 *
 * Source: HDF5 File Format Specification 3.0, III.G "Disk Format: Level 1G - Fractal Heap".
 *
 * @returns A function that gives the object of an ID and throws {@link Unreadable}. Heaps whose blocks are filtered are
 * unreadable to it.
 * @throws Unreadable
 */
export function openFractalHeap(source: MetadataSource, address: number): (id: Uint8Array) => Uint8Array {
  const header = readHeader(source, address);
  return (id) => {
    const cursor = new ByteCursor(id);
    switch ((cursor.unsigned(1) >> 4) & 0x0f) {
      case 0: {
        const offset = cursor.unsigned(header.offsetSize);
        return managedObject(source, header, offset, cursor.unsigned(cursor.left));
      }
      case 1:
        return hugeObject(source, header, cursor.unsigned(cursor.left));
      default:
        throw new Unreadable('an object of an unknown kind');
    }
  };
}

function readHeader(source: MetadataSource, address: number): HeapHeader {
  const { addressSize, lengthSize } = source;
  const length = 22 + 12 * lengthSize + 3 * addressSize + checksumSize;
  const cursor = new ByteCursor(readChecked(source, address, length));
  cursor.expect('FRHP');
  if (cursor.unsigned(1) !== 0) throw new Unreadable('a heap of unknown version');
  cursor.skip(2);
  if (cursor.unsigned(2) !== 0) throw new Unreadable('a heap with filters');
  const checksums = (cursor.unsigned(1) & 0x02) !== 0;
  cursor.skip(4 + lengthSize);
  const hugeIndex = cursor.address(addressSize);
  // Statistics and the free space, which matter to writers only.
  cursor.skip(addressSize + 9 * lengthSize);
  const width = cursor.unsigned(2);
  const [startingSize, largestDirect] = [cursor.unsigned(lengthSize), cursor.unsigned(lengthSize)];
  const offsetSize = Math.ceil(cursor.unsigned(2) / 8);
  cursor.skip(2);
  const root = cursor.unsigned(addressSize);
  const rootRows = cursor.unsigned(2);
  if (width === 0 || startingSize === 0 || offsetSize > 8) throw new Unreadable('a heap that makes no sense');
  return { address, hugeIndex, width, startingSize, largestDirect, offsetSize, checksums, root, rootRows };
}

function managedObject(source: MetadataSource, header: HeapHeader, offset: number, length: number): Uint8Array {
  const block = directBlockWith(source, header, offset);
  const bytes = readBlock(source, block.address, block.size);
  const cursor = new ByteCursor(bytes);
  expectBlock(cursor, 'FHDB', header, source, block.start);
  if (header.checksums) checkDirectBlock(bytes, cursor.at);
  return new ByteCursor(bytes, offset - block.start).take(length);
}

/** The checksum of a direct block is among the bytes that it covers, as zero. */
function checkDirectBlock(bytes: Uint8Array, at: number): void {
  const stored = new ByteCursor(bytes, at).unsigned(checksumSize);
  const content = Uint8Array.from(bytes);
  content.fill(0, at, at + checksumSize);
  if (lookup3(content) !== stored) throw new Unreadable('a checksum is wrong');
}

/**
 * The direct block that holds a place. Rows of blocks double in size from the third on; rows of blocks that would be
 * too large for direct ones hold indirect blocks, each a table of the same form.
 */
function directBlockWith(source: MetadataSource, header: HeapHeader, offset: number): HeapBlock {
  const { width, startingSize, largestDirect } = header;
  if (header.rootRows === 0) return { address: header.root, start: 0, size: startingSize };
  let table = { address: header.root, start: 0, rows: header.rootRows };
  for (;;) {
    const inTable = offset - table.start;
    const firstRow = width * startingSize;
    const row = inTable < firstRow ? 0 : Math.floor(Math.log2(inTable / firstRow)) + 1;
    const size = row === 0 ? startingSize : startingSize * 2 ** (row - 1);
    const rowStart = row === 0 ? 0 : firstRow * 2 ** (row - 1);
    const column = Math.floor((inTable - rowStart) / size);
    if (row >= table.rows) throw new Unreadable('a place behind the heap');
    const block = {
      address: childAt(source, header, table, row * width + column),
      start: table.start + rowStart + column * size,
      size,
    };
    if (size <= largestDirect) return block;
    const rows = Math.log2(size) - Math.log2(firstRow) + 1;
    // Each table is smaller than the one before, so this ends.
    if (!Number.isInteger(rows) || rows < 1 || rows >= table.rows) throw new Unreadable('a table that makes no sense');
    table = { address: block.address, start: block.start, rows };
  }
}

function childAt(
  source: MetadataSource,
  header: HeapHeader,
  table: { address: number; start: number; rows: number },
  index: number,
): number {
  const { addressSize } = source;
  const prefix = 5 + addressSize + header.offsetSize;
  const length = prefix + table.rows * header.width * addressSize + checksumSize;
  const cursor = new ByteCursor(readChecked(source, table.address, length));
  expectBlock(cursor, 'FHIB', header, source, table.start);
  cursor.skip(index * addressSize);
  return cursor.unsigned(addressSize);
}

function expectBlock(
  cursor: ByteCursor,
  signature: string,
  header: HeapHeader,
  { addressSize }: MetadataSource,
  start: number,
): void {
  cursor.expect(signature);
  const version = cursor.unsigned(1);
  const isOfHeap = cursor.unsigned(addressSize) === header.address;
  if (version !== 0 || !isOfHeap || cursor.unsigned(header.offsetSize) !== start) {
    throw new Unreadable('a block of another heap');
  }
}

/** Objects too large for the blocks stand by themselves; a B-tree says where. */
function hugeObject(source: MetadataSource, { hugeIndex }: HeapHeader, id: number): Uint8Array {
  if (hugeIndex === undefined) throw new Unreadable('no large objects');
  for (const record of bTreeRecords(source, hugeIndex, hugeIndirect)) {
    const cursor = new ByteCursor(record);
    const [address, length] = [cursor.unsigned(source.addressSize), cursor.unsigned(source.lengthSize)];
    if (cursor.unsigned(source.lengthSize) === id) return readBlock(source, address, length);
  }
  throw new Unreadable('no such large object');
}
