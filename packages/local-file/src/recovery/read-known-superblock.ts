import { statSync } from 'node:fs';
import { faultOfSuperblock, notAFile } from '../check-file.js';
import { readSuperblock } from '../read-superblock.js';
import type { Superblock } from '../superblock.js';
import { systemFault } from '../system-fault.js';

/** A superblock whose checksum is right. */
export interface KnownSuperblock {
  readonly superblock: Superblock;
  /** As stored, `superblock.length` bytes. */
  readonly bytes: Uint8Array;
  /** Bytes in the file. */
  readonly fileSize: number;
}

/** @throws Hdf5Error `FILE_NOT_FOUND`, `NOT_A_FILE`, `PERMISSION_DENIED`, `NOT_HDF5`, `CORRUPT_FILE`, `IO`. */
export function readKnownSuperblock(path: string): KnownSuperblock {
  try {
    // Opening a pipe would wait for a writer for ever.
    if (!statSync(path).isFile()) throw notAFile(path);
    const found = readSuperblock(path);
    const fault = faultOfSuperblock(path, found);
    if (fault !== undefined || found.superblock === undefined) throw fault ?? new Error('no superblock');
    const { superblock, bytes, fileSize } = found;
    return { superblock, bytes: bytes.subarray(0, superblock.length), fileSize };
  } catch (error) {
    throw systemFault(error, path);
  }
}

/** Whether the file ends before the place where its superblock says that it does. */
export function isTruncated({ superblock, fileSize }: KnownSuperblock): boolean {
  return fileSize < (superblock.endOfFile ?? 0);
}
