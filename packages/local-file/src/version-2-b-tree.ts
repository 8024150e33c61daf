import { ByteCursor, bytesToHold, Unreadable } from './byte-cursor.js';
import { readChecked, type MetadataSource } from './metadata-source.js';

const prefixSize = 6;
const checksumSize = 4;
const deepest = 16;
/** Nodes of a tree of about a million attributes. */
const mostNodes = 2 ** 16;

interface Level {
  /** Bytes that hold the number of records of one child. */
  readonly countSize: number;
  /** Bytes that hold the number of records below one child; none where the children are leaves. */
  readonly totalSize: number;
}

/** A B-tree as its header tells of it. */
export interface BTree {
  readonly type: number;
  readonly nodeSize: number;
  readonly recordSize: number;
  /** Levels below the root. */
  readonly depth: number;
  /** `undefined` where there are no records. */
  readonly root: number | undefined;
  readonly rootCount: number;
  /** Of each level, the leaves first: the sizes of the pointers to children, which leaves have none of. */
  readonly levels: readonly (Level | undefined)[];
}

/**
 * Reads the header of a B-tree.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.2 "Version 2 B-trees".
 *
 * @param type The type that its records must have.
 * @throws Unreadable
 */
export function readBTree(source: MetadataSource, address: number, type: number): BTree {
  const { addressSize, lengthSize } = source;
  const header = new ByteCursor(readChecked(source, address, 16 + addressSize + 2 + lengthSize + checksumSize));
  expectNode(header, 'BTHD', type);
  const [nodeSize, recordSize, depth] = [header.unsigned(4), header.unsigned(2), header.unsigned(2)];
  header.skip(2);
  const root = header.address(addressSize);
  const rootCount = header.unsigned(2);
  if (depth > deepest || recordSize === 0) throw new Unreadable('a tree that makes no sense');
  const levels = levelsOf(nodeSize, recordSize, addressSize, depth);
  return { type, nodeSize, recordSize, depth, root, rootCount, levels };
}

/** How the bytes of a node are laid out, which is told by its parent. */
export interface NodeShape {
  readonly signature: 'BTLF' | 'BTIN';
  /** Where the pointers to children begin, behind the records. */
  readonly pointersAt: number;
  /** Bytes of the pointer to a child: its address, the number of its records, and of those below. */
  readonly pointerSize: number;
  readonly countSize: number;
  /** Bytes in all; the last four are the checksum. */
  readonly length: number;
}

/** Bytes before the records of a node. */
export const recordsAt = prefixSize;

/** @throws Unreadable where a node of so many records does not fit. */
export function nodeShape({ addressSize }: MetadataSource, tree: BTree, count: number, level: number): NodeShape {
  const sizes = tree.levels[level];
  const pointerSize = sizes === undefined ? 0 : addressSize + sizes.countSize + sizes.totalSize;
  const pointersAt = prefixSize + count * tree.recordSize;
  // The checksum stands right behind what a node holds.
  const length = pointersAt + (sizes === undefined ? 0 : count + 1) * pointerSize + checksumSize;
  if (length > tree.nodeSize) throw new Unreadable('a node is too small for its records');
  return {
    signature: level === 0 ? 'BTLF' : 'BTIN',
    pointersAt,
    pointerSize,
    countSize: sizes?.countSize ?? 0,
    length,
  };
}

/**
 * All records of a B-tree, as stored; see {@link readBTree}.
 *
 * @throws Unreadable
 */
export function* bTreeRecords(source: MetadataSource, address: number, type: number): Generator<Uint8Array> {
  const { addressSize } = source;
  const tree = readBTree(source, address, type);
  const { root, rootCount, recordSize, depth, levels } = tree;
  if (root === undefined) return;
  let nodes = 0;

  function* recordsBelow(at: number, count: number, level: number): Generator<Uint8Array> {
    if (++nodes > mostNodes) throw new Unreadable('a tree without end');
    const cursor = nodeAt(at, count, level);
    for (let i = 0; i < count; i++) yield cursor.take(recordSize);
    const sizes = levels[level];
    if (sizes === undefined) return;
    for (let i = 0; i <= count; i++) {
      const child = cursor.unsigned(addressSize);
      const childCount = cursor.unsigned(sizes.countSize);
      cursor.skip(sizes.totalSize);
      yield* recordsBelow(child, childCount, level - 1);
    }
  }

  function nodeAt(at: number, count: number, level: number): ByteCursor {
    const { signature, length } = nodeShape(source, tree, count, level);
    const cursor = new ByteCursor(readChecked(source, at, length));
    expectNode(cursor, signature, type);
    return cursor;
  }

  yield* recordsBelow(root, rootCount, depth);
}

function expectNode(cursor: ByteCursor, signature: string, type: number): void {
  cursor.expect(signature);
  if (cursor.unsigned(1) !== 0 || cursor.unsigned(1) !== type) throw new Unreadable('a tree of another kind');
}

/** The sizes of the pointers to children; they follow from how many records fit. Leaves (level 0) have none. */
function levelsOf(nodeSize: number, recordSize: number, addressSize: number, depth: number): (Level | undefined)[] {
  const overhead = prefixSize + checksumSize;
  const inLeaf = Math.floor((nodeSize - overhead) / recordSize);
  const countSize = bytesToHold(inLeaf);
  const levels: (Level | undefined)[] = [undefined];
  let below = inLeaf;
  let totalSize = 0;
  for (let level = 1; level <= depth; level++) {
    levels.push({ countSize, totalSize });
    const pointerSize = addressSize + countSize + totalSize;
    const inNode = Math.floor((nodeSize - overhead - pointerSize) / (recordSize + pointerSize));
    below = (inNode + 1) * below + inNode;
    totalSize = bytesToHold(below);
  }
  return levels;
}
