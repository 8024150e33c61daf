import { Unreadable } from './byte-cursor.js';
import { readSuperblockOf } from './read-superblock.js';
import type { Superblock } from './superblock.js';

/** How a file writes down where things are, as its superblock tells. */
export interface AddressForm {
  /** Bytes of an address. */
  readonly addressSize: number;
  /** Bytes of a length. */
  readonly lengthSize: number;
  /** What is added to an address: where the stored base differs, HDF5 too counts from where it found the superblock. */
  readonly base: number;
  readonly superblock: Superblock;
  /** Bytes in the file at this moment. */
  readonly fileSize: number;
}

const possibleSizes = [2, 4, 8];

/**
 * @param descriptor Of a file that is open for reading.
 * @throws Unreadable where it has no superblock, or one with sizes that HDF5 does not write; the operating system's error.
 */
export function addressFormOf(descriptor: number): AddressForm {
  const { superblock, bytes, fileSize } = readSuperblockOf(descriptor);
  if (superblock === undefined) throw new Unreadable('no superblock');
  const [addressSize = 0, lengthSize = 0] = bytes.subarray(superblock.version >= 2 ? 9 : 13);
  if (!possibleSizes.includes(addressSize) || !possibleSizes.includes(lengthSize)) throw new Unreadable('odd sizes');
  return { addressSize, lengthSize, base: superblock.offset, superblock, fileSize };
}
