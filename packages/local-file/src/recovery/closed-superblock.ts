import { setEndOfFile } from '../set-end-of-file.js';
import type { Superblock } from '../superblock.js';

/** Where the flags are in versions 2 and 3. */
const flagsAt = 11;

/**
 * A superblock as its writer would have left it: without its flags, with the end of the file where it is.
 *
 * @param bytes As stored, `superblock.length` of them.
 * @param end Where the file ends, as a byte count from its beginning.
 * @returns `undefined` where addresses have other than 8 bytes.
 */
export function closedSuperblock(bytes: Uint8Array, superblock: Superblock, end: number): Uint8Array | undefined {
  const closed = Uint8Array.from(bytes.subarray(0, superblock.length));
  closed[flagsAt] = 0;
  return setEndOfFile(closed, superblock, end);
}

/** The writer's flags as they are stored; `undefined` before version 3, where HDF5 writes them and never looks at them. */
export function writerFlags(bytes: Uint8Array, { version }: Superblock): number | undefined {
  return version === 3 ? bytes[flagsAt] : undefined;
}
