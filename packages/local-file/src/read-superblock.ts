import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { WriterState } from '@h5tail/adapter';
import { hasSignature, parseSuperblock, superblockLimit, type Superblock } from './superblock.js';

/** A superblock with the size that the file has at this moment. */
export interface SuperblockOnDisk {
  /** `undefined` where the file has none that can be read. */
  readonly superblock: Superblock | undefined;
  /** The bytes that it was read from, from `superblock.offset` on. */
  readonly bytes: Uint8Array;
  /** Bytes in the file. */
  readonly fileSize: number;
}

/**
 * Reads the superblock of a file without HDF5. Takes no lock and disturbs no writer.
 *
 * Synchronous, because it is one read of 128 bytes from the page cache and runs at every poll of a follower.
 *
 * @throws The operating system's error (`ENOENT`, `EACCES`, …).
 */
export function readSuperblock(path: string): SuperblockOnDisk {
  const descriptor = openSync(path, 'r');
  try {
    return readSuperblockOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the superblock of a file that is open; see {@link readSuperblock}. */
export function readSuperblockOf(descriptor: number): SuperblockOnDisk {
  const fileSize = fstatSync(descriptor).size;
  const buffer = new Uint8Array(superblockLimit);
  // A user block may stand before the superblock; then it begins at 512 bytes or a doubling of that.
  for (let offset = 0; offset < fileSize; offset = offset === 0 ? 512 : 2 * offset) {
    const bytes = buffer.subarray(0, readSync(descriptor, buffer, 0, superblockLimit, offset));
    if (hasSignature(bytes)) return { superblock: parseSuperblock(bytes, offset), bytes, fileSize };
  }
  return { superblock: undefined, bytes: buffer.subarray(0, 0), fileSize };
}

/** What the file says of its writer; `'unknown'` also where it cannot be read. */
export function readWriterState(path: string): WriterState {
  try {
    return readSuperblock(path).superblock?.writer ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
