import { lookup3 } from './lookup3.js';
import type { Superblock } from './superblock.js';

const addressSize = 8;

/**
 * A copy of a superblock with another end-of-file address and the checksum that goes with it.
 *
 * @param bytes The superblock as stored, `superblock.length` bytes.
 * @param endOfFile Place in the file where it ends, as in {@link Superblock.endOfFile}.
 * @returns `undefined` for versions without a checksum and for addresses of other than 8 bytes.
 */
export function setEndOfFile(bytes: Uint8Array, superblock: Superblock, endOfFile: number): Uint8Array | undefined {
  if (superblock.version < 2 || bytes[9] !== addressSize) return undefined;
  // Not `slice`: that of a Buffer is a view.
  const changed = new Uint8Array(bytes.subarray(0, superblock.length));
  const view = new DataView(changed.buffer);
  const endOfFileAt = 12 + 2 * addressSize;
  view.setBigUint64(endOfFileAt, BigInt(endOfFile - (superblock.offset - superblock.baseAddress)), true);
  view.setUint32(superblock.length - 4, lookup3(changed.subarray(0, superblock.length - 4)), true);
  return changed;
}
