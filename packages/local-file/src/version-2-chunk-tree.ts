import { Unreadable } from './byte-cursor.js';
import type { ChunkLayout } from './chunk-layout.js';
import { takePlaces, type ChunkPlaces } from './chunk-places.js';
import { compareCoordinates, coordinateAt, lastOf, numberIn, type ChunkBox, type ChunkTree } from './chunk-tree.js';
import { elementForm, type ElementForm } from './element-array.js';
import type { IndexFile } from './index-file.js';
import { nodeShape, readBTree, recordsAt, type BTree } from './version-2-b-tree.js';
import type { VerifiedBlocks } from './verified-blocks.js';

const unfilteredType = 10;
const filteredType = 11;
const coordinateSize = 8;
/** Beyond what HDF5 writes (2 KiB), and little enough to keep some of them. */
const largestNode = 2 ** 16;

interface Child {
  readonly address: number;
  readonly count: number;
}

/**
 * The index of a dataset with several axes without end.
 *
 * A parent tells how many records a child has, and the checksum stands right behind them; so a child that has changed
 * since is not taken for the one that the parent means. Nodes that a reader may be at are not changed in SWMR mode: the
 * writer makes new ones, and leads to them from the header last.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.2 "Version 2 B-trees", with "Version 2 B-tree, Type 10 Record Layout -
 * Non-filtered Dataset Chunks" and "… Type 11 … - Filtered Dataset Chunks".
 */
export class Version2ChunkTree implements ChunkTree {
  readonly #header: number;
  readonly #type: number;
  readonly #form: ElementForm;
  readonly #recordSize: number;
  readonly #blocks: VerifiedBlocks;
  readonly #prefixes: Readonly<Record<'BTLF' | 'BTIN', Uint8Array>>;

  constructor(file: IndexFile, layout: ChunkLayout, header: number, blocks: VerifiedBlocks) {
    this.#header = header;
    this.#type = layout.isFiltered ? filteredType : unfilteredType;
    this.#form = elementForm(file, layout);
    this.#recordSize = this.#form.size + layout.chunkShape.length * coordinateSize;
    this.#blocks = blocks;
    this.#prefixes = { BTLF: nodePrefix('BTLF', this.#type), BTIN: nodePrefix('BTIN', this.#type) };
  }

  find(file: IndexFile, box: ChunkBox, places: ChunkPlaces): void {
    // What the header tells changes with each chunk.
    const tree = readBTree(file, this.#header, this.#type);
    if (tree.recordSize !== this.#recordSize || tree.nodeSize > largestNode) throw new Unreadable('another tree');
    if (tree.root === undefined || places.positions.length === 0) return;
    this.#findBelow(file, tree, { address: tree.root, count: tree.rootCount }, tree.depth, box, lastOf(box), places);
  }

  #findBelow(
    file: IndexFile,
    tree: BTree,
    { address, count }: Child,
    level: number,
    box: ChunkBox,
    last: readonly number[],
    places: ChunkPlaces,
  ): void {
    const shape = nodeShape(file, tree, count, level);
    const block = { address, length: shape.length, elementsAt: 0, prefix: this.#prefixes[shape.signature] };
    const bytes = this.#blocks.read(file, block, 0, shape.length);
    const record = new TreeRecord(bytes, recordsAt, this.#recordSize, this.#form.size);
    const from = lowerBound(record, count, box.first);
    let end = from;
    for (; end < count; end++) {
      record.number = end;
      if (compareCoordinates(record, last) > 0) break;
      const number = numberIn(box, record);
      if (number >= 0) takePlaces(places, number, 1, bytes, record.at, this.#form, file.base);
    }
    if (level === 0) return;
    const children: Child[] = [];
    // The memory of the node is lost with the next one.
    for (let child = from; child <= end; child++) {
      const at = shape.pointersAt + child * shape.pointerSize;
      children.push({
        address: littleEndian(bytes, at, file.addressSize),
        count: littleEndian(bytes, at + file.addressSize, shape.countSize),
      });
    }
    for (const child of children) this.#findBelow(file, tree, child, level - 1, box, last, places);
  }
}

/** One of the records of a node: where the chunk is, and behind that its coordinates. */
class TreeRecord {
  number = 0;
  readonly #bytes: DataView;
  readonly #start: number;
  readonly #size: number;
  readonly #coordinatesAt: number;

  constructor(bytes: DataView, start: number, size: number, coordinatesAt: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#size = size;
    this.#coordinatesAt = coordinatesAt;
  }

  get at(): number {
    return this.#start + this.number * this.#size;
  }

  along(axis: number): number {
    return coordinateAt(this.#bytes, this.at + this.#coordinatesAt + axis * coordinateSize);
  }
}

/** The first record that does not come before a chunk. */
function lowerBound(record: TreeRecord, count: number, chunk: readonly number[]): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    record.number = middle;
    if (compareCoordinates(record, chunk) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nodePrefix(signature: string, type: number): Uint8Array {
  return Uint8Array.of(...new TextEncoder().encode(signature), 0, type);
}

function littleEndian(bytes: DataView, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes.getUint8(at + i);
  if (value > Number.MAX_SAFE_INTEGER) throw new Unreadable('an address is too large');
  return value;
}
