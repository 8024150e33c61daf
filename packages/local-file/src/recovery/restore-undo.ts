import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { systemFault } from '../system-fault.js';
import { lookup3 } from '../lookup3.js';
import { damagedUndo } from './find-undo.js';
import { syncFolderOf } from './sync-folder.js';
import { digestSize, type StoredUndo } from './undo-format.js';
import { undoDraftPath, undoPath } from './undo-path.js';

const pieceSize = 2 ** 20;
const flagsAt = 11;
const openForWriting = 1;
const checksumSize = 4;

/**
 * Puts the bytes of a journal back into a file, and cuts it to its former size.
 *
 * Whenever this is interrupted, it can be done again: first the file is marked as being written, and only when all else is on
 * the disk it gets the superblock that says that it was closed.
 *
 * @param target The file, or a copy of it.
 * @param journal Path of the journal.
 * @throws Hdf5Error `CORRUPT_FILE` where the journal is damaged, and nothing was written then; `PERMISSION_DENIED`,
 * `NO_SPACE`, `IO`.
 */
export function restoreUndo(target: string, journal: string, stored: StoredUndo): void {
  try {
    const source = openSync(journal, 'r');
    try {
      requireDigest(source, target, journal, stored);
      const file = openSync(target, 'r+');
      try {
        restoreInto(file, source, stored);
      } finally {
        closeSync(file);
      }
    } finally {
      closeSync(source);
    }
  } catch (error) {
    throw systemFault(error, target);
  }
}

function requireDigest(source: number, target: string, journal: string, { bytesAt, savedBytes }: StoredUndo): void {
  const hash = createHash('sha256');
  const end = bytesAt + savedBytes;
  const piece = Buffer.alloc(Math.min(pieceSize, end));
  for (let at = 0; at < end; at += piece.length) {
    const length = Math.min(piece.length, end - at);
    if (readSync(source, piece, 0, length, at) < length) throw damagedUndo(target, journal);
    hash.update(piece.subarray(0, length));
  }
  const digest = Buffer.alloc(digestSize);
  readSync(source, digest, 0, digestSize, end);
  if (!hash.digest().equals(digest)) throw damagedUndo(target, journal);
}

function restoreInto(file: number, source: number, stored: StoredUndo): void {
  const { superblock, superblockBytes, ranges, fileSize, bytesAt } = stored;
  const marked = markedSuperblock(superblockBytes);
  writeAll(file, marked, superblock.offset);
  fsyncSync(file);
  const piece = Buffer.alloc(pieceSize);
  let from = bytesAt;
  for (let i = 0; i < ranges.length; i += 2) {
    const end = ranges[i + 1] as number;
    for (let at = ranges[i] as number; at < end; at += piece.length) {
      const bytes = piece.subarray(0, Math.min(piece.length, end - at));
      readSync(source, bytes, 0, bytes.length, from);
      from += bytes.length;
      keepMark(bytes, at, marked, superblock.offset);
      writeAll(file, bytes, at);
    }
  }
  ftruncateSync(file, fileSize);
  fsyncSync(file);
  writeAll(file, superblockBytes, superblock.offset);
  fsyncSync(file);
}

/** The superblock of a file that a writer has open. */
function markedSuperblock(bytes: Uint8Array): Uint8Array {
  const marked = Uint8Array.from(bytes);
  marked[flagsAt] = openForWriting;
  const end = marked.length - checksumSize;
  new DataView(marked.buffer).setUint32(end, lookup3(marked.subarray(0, end)), true);
  return marked;
}

/** @param at Where `bytes` begin in the file. */
function keepMark(bytes: Uint8Array, at: number, marked: Uint8Array, markedAt: number): void {
  const start = Math.max(at, markedAt);
  const end = Math.min(at + bytes.length, markedAt + marked.length);
  if (start < end) bytes.set(marked.subarray(start - markedAt, end - markedAt), start - at);
}

function writeAll(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
}

/**
 * Removes the journal of a file, also one that is not complete, and waits until that is on the disk. The file is not touched.
 * For a file that is created anew: what a journal says of the one before does not hold for it.
 *
 * @throws Hdf5Error what the operating system reports.
 */
export function forgetUndo(path: string): void {
  removeUndo(path, true);
}

/** @param sync Whether to wait for the disk. @throws Hdf5Error */
export function removeUndo(path: string, sync: boolean): void {
  const journal = undoPath(path);
  try {
    rmSync(journal, { force: true });
    rmSync(undoDraftPath(path), { force: true });
    if (sync) syncFolderOf(journal);
  } catch (error) {
    throw systemFault(error, journal);
  }
}
