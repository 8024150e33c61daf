import { Unreadable } from './byte-cursor.js';
import type { ChunkLayout } from './chunk-layout.js';
import type { ChunkPlaces } from './chunk-places.js';
import { compareCoordinates, coordinateAt, lastOf, numberIn, type ChunkBox, type ChunkTree } from './chunk-tree.js';
import type { IndexFile } from './index-file.js';
import { readBlock } from './metadata-source.js';

const signature = [...new TextEncoder().encode('TREE')];
const chunkNodeType = 1;
const deepest = 32;
const sizesSize = 8;
const offsetSize = 8;
/** Bytes of a node that are read at once: all of it, as HDF5 writes it unless it is told otherwise, of four axes. */
const usualNode = 4096;

interface Child {
  readonly address: number;
  readonly level: number;
}

/**
 * The index of a dataset in the format before HDF5 1.10. Its nodes have no checksums, and no writer in SWMR mode uses it;
 * so what is taken from it is only checked to make sense: kinds and levels of nodes, the order of the chunks, their
 * corners and sizes.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.1 "Version 1 B-trees", with the key of "raw data chunk nodes".
 */
export class Version1ChunkTree implements ChunkTree {
  readonly #layout: ChunkLayout;
  readonly #root: number;
  readonly #keySize: number;

  constructor(layout: ChunkLayout, root: number) {
    this.#layout = layout;
    this.#root = root;
    // The last offset is that within an element.
    this.#keySize = sizesSize + (layout.chunkShape.length + 1) * offsetSize;
  }

  find(file: IndexFile, box: ChunkBox, places: ChunkPlaces): void {
    if (places.positions.length === 0) return;
    this.#findBelow(file, { address: this.#root, level: -1 }, box, lastOf(box), places);
  }

  #findBelow(file: IndexFile, at: Child, box: ChunkBox, last: readonly number[], places: ChunkPlaces): void {
    const node = this.#readNode(file, at);
    const { level, count, key } = node;
    for (let i = lastNotAfter(node, box.first); i < count; i++) {
      key.number = i;
      if (compareCoordinates(key, last) > 0) break;
      if (level > 0) this.#findBelow(file, { address: node.childAt(i), level: level - 1 }, box, last, places);
      else this.#take(file, node, i, numberIn(box, key), places);
    }
  }

  #take(file: IndexFile, node: Node, child: number, number: number, places: ChunkPlaces): void {
    if (number < 0) return;
    const { isFiltered, chunkBytes } = this.#layout;
    const { size, filterMask } = node.key;
    const address = node.childAt(child);
    if (address === 0 || size === 0 || (!isFiltered && size !== chunkBytes)) throw new Unreadable('no chunk');
    places.positions[number] = file.base + address;
    if (places.sizes !== undefined) places.sizes[number] = size;
    if (places.filterMasks !== undefined) places.filterMasks[number] = filterMask;
  }

  #readNode(file: IndexFile, { address, level: wanted }: Child): Node {
    const { addressSize } = file;
    const start = sizesSize + 2 * addressSize;
    let bytes = viewOf(file.read(address, usualNode));
    if (bytes.byteLength < start || !signature.every((byte, i) => bytes.getUint8(i) === byte)) {
      throw new Unreadable('no node');
    }
    const [type, level, count] = [bytes.getUint8(4), bytes.getUint8(5), bytes.getUint16(6, true)];
    if (type !== chunkNodeType || level > deepest || (wanted >= 0 && level !== wanted)) {
      throw new Unreadable('another node');
    }
    const length = start + count * (this.#keySize + addressSize) + this.#keySize;
    if (length > bytes.byteLength) bytes = viewOf(readBlock(file, address, length));
    return new Node(bytes, level, count, start, this.#keySize, addressSize, this.#layout.chunkShape);
  }
}

class Node {
  readonly level: number;
  readonly count: number;
  readonly key: Key;
  readonly #bytes: DataView;
  readonly #firstChildAt: number;
  readonly #step: number;
  readonly #addressSize: number;

  constructor(
    bytes: DataView,
    level: number,
    count: number,
    start: number,
    keySize: number,
    addressSize: number,
    chunkShape: readonly number[],
  ) {
    this.#bytes = bytes;
    this.level = level;
    this.count = count;
    this.#firstChildAt = start + keySize;
    this.#step = keySize + addressSize;
    this.#addressSize = addressSize;
    this.key = new Key(bytes, start, this.#step, chunkShape);
  }

  childAt(i: number): number {
    const at = this.#firstChildAt + i * this.#step;
    let address = 0;
    for (let byte = this.#addressSize - 1; byte >= 0; byte--) address = address * 256 + this.#bytes.getUint8(at + byte);
    if (address > Number.MAX_SAFE_INTEGER) throw new Unreadable('an address is too large');
    return address;
  }
}

/** One of the keys of a node: the first chunk below the child behind it, or that chunk itself. */
class Key {
  number = 0;
  readonly #bytes: DataView;
  readonly #start: number;
  readonly #step: number;
  readonly #chunkShape: readonly number[];

  constructor(bytes: DataView, start: number, step: number, chunkShape: readonly number[]) {
    this.#bytes = bytes;
    this.#start = start;
    this.#step = step;
    this.#chunkShape = chunkShape;
  }

  get size(): number {
    return this.#bytes.getUint32(this.#start + this.number * this.#step, true);
  }

  get filterMask(): number {
    return this.#bytes.getUint32(this.#start + this.number * this.#step + 4, true);
  }

  along(axis: number): number {
    const at = this.#start + this.number * this.#step + sizesSize + axis * offsetSize;
    const chunk = coordinateAt(this.#bytes, at) / (this.#chunkShape[axis] as number);
    if (!Number.isInteger(chunk)) throw new Unreadable('a chunk that begins elsewhere');
    return chunk;
  }
}

/** The last child that begins with a chunk or before it; else the first. */
function lastNotAfter({ key, count }: Node, chunk: readonly number[]): number {
  let [low, high] = [0, count];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    key.number = middle;
    if (compareCoordinates(key, chunk) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
