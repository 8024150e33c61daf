import { fstatSync, readSync, type BigIntStats } from 'node:fs';
import { parseSuperblock, superblockLimit, type Superblock } from '../superblock.js';
import { lengthOf, type ByteRanges } from './byte-ranges.js';

/**
 * What an undo journal holds. As it is stored, all numbers little-endian:
 *
 * | bytes | what |
 * | --- | --- |
 * | 16 | `h5tail undo 0001` |
 * | 8 | size of the file in bytes |
 * | 8, 8 | inode of the file; its time of birth in nanoseconds, 0 where that is not kept |
 * | 8, 8 | place and length of the superblock |
 * | 8 | number of ranges |
 * | 128 | the superblock, and zeros |
 * | 16 for each range | first byte and end, as float64 |
 * | as many as the ranges have | the bytes of the ranges |
 * | 32 | SHA-256 of all before |
 */
export interface UndoContent {
  /** Bytes in the file. */
  readonly fileSize: number;
  readonly identity: UndoIdentity;
  readonly superblock: Superblock;
  /** As stored, `superblock.length` bytes. */
  readonly superblockBytes: Uint8Array;
  readonly ranges: ByteRanges;
}

/**
 * Which file it is, whatever its name. The device does not count: its number may be another one after the next start of the
 * machine, and the journal is beside the file.
 */
export interface UndoIdentity {
  readonly inode: bigint;
  /** In nanoseconds; 0 where the file system does not keep it. */
  readonly birth: bigint;
}

/** Bytes of the digest at the end. */
export const digestSize = 32;
const magic = Buffer.from('h5tail undo 0001', 'latin1');
const superblockAt = 64;
const fixedSize = superblockAt + superblockLimit;
const rangeSize = 16;
/** More would be no journal. */
const mostRanges = 2 ** 26;

/** @param stats Of the file. */
export function undoIdentityOf({ ino, birthtimeNs, ctimeNs }: BigIntStats): UndoIdentity {
  // Where the time of birth is not kept, Node gives 0 or the time of the last change.
  return { inode: ino, birth: birthtimeNs === ctimeNs ? 0n : birthtimeNs };
}

export function isSameIdentity(a: UndoIdentity, b: UndoIdentity): boolean {
  return a.inode === b.inode && (a.birth === b.birth || a.birth === 0n || b.birth === 0n);
}

/** What a journal begins with, up to the bytes of the ranges. */
export function encodeUndo({ fileSize, identity, superblock, superblockBytes, ranges }: UndoContent): Buffer {
  const head = Buffer.alloc(fixedSize + ranges.length * (rangeSize / 2));
  magic.copy(head);
  const numbers = [fileSize, identity.inode, identity.birth, superblock.offset, superblock.length, ranges.length / 2];
  for (const [i, number] of numbers.entries()) head.writeBigUInt64LE(BigInt(number), magic.length + 8 * i);
  head.set(superblockBytes, superblockAt);
  for (const [i, place] of ranges.entries()) head.writeDoubleLE(place, fixedSize + 8 * i);
  return head;
}

/** What a journal tells, and where the bytes of its ranges begin. */
export interface StoredUndo extends UndoContent {
  readonly bytesAt: number;
  /** Bytes of the ranges. */
  readonly savedBytes: number;
}

/**
 * Reads what a journal tells, without the bytes of the ranges and without the digest.
 *
 * @param descriptor Of the journal.
 * @returns `undefined` where it is none, or not all of it.
 */
export function decodeUndo(descriptor: number): StoredUndo | undefined {
  const size = fstatSync(descriptor).size;
  const fixed = Buffer.alloc(fixedSize);
  if (readSync(descriptor, fixed, 0, fixedSize, 0) < fixedSize || !fixed.subarray(0, magic.length).equals(magic)) {
    return undefined;
  }
  const number = (index: number): bigint => fixed.readBigUInt64LE(magic.length + 8 * index);
  const [fileSize, offset, length, count] = [number(0), number(3), number(4), number(5)].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (length > superblockLimit || count > mostRanges || size < fixedSize + count * rangeSize) return undefined;
  const superblockBytes = Uint8Array.from(fixed.subarray(superblockAt, superblockAt + length));
  const superblock = parseSuperblock(superblockBytes, offset);
  const ranges = rangesOf(descriptor, count, fileSize);
  if (superblock?.length !== length || !superblock.checksumValid || ranges === undefined) return undefined;
  const bytesAt = fixedSize + count * rangeSize;
  const savedBytes = lengthOf(ranges);
  if (size !== bytesAt + savedBytes + digestSize) return undefined;
  const identity = { inode: number(1), birth: number(2) };
  return { fileSize, identity, superblock, superblockBytes, ranges, bytesAt, savedBytes };
}

function rangesOf(descriptor: number, count: number, fileSize: number): ByteRanges | undefined {
  const bytes = Buffer.alloc(count * rangeSize);
  if (readSync(descriptor, bytes, 0, bytes.length, fixedSize) < bytes.length) return undefined;
  const ranges = Float64Array.from({ length: 2 * count }, (_, i) => bytes.readDoubleLE(8 * i));
  let last = 0;
  for (const place of ranges) {
    if (!Number.isSafeInteger(place) || place < last || place > fileSize) return undefined;
    last = place;
  }
  return ranges;
}
