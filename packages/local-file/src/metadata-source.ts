import { closeSync, openSync, readSync } from 'node:fs';
import { addressFormOf } from './address-form.js';
import { Unreadable } from './byte-cursor.js';
import { lookup3 } from './lookup3.js';

/** Where the readers of stored metadata get their bytes from. */
export interface MetadataSource {
  /** Bytes of an address in this file. */
  readonly addressSize: number;
  /** Bytes of a length in this file. */
  readonly lengthSize: number;
  /** The bytes at an address, counted from the file's base; fewer than asked for where the file ends. */
  read(address: number, length: number): Uint8Array;
}

const checksumSize = 4;
/** Far beyond what HDF5 writes; keeps bytes that make no sense from filling the memory. */
const largestBlock = 2 ** 24;

/**
 * Opens a file for the time of `work`. Takes no lock and disturbs no writer.
 *
 * @throws Unreadable where it has no superblock; the operating system's error.
 */
export function withMetadataOf<Answer>(path: string, work: (source: MetadataSource) => Answer): Answer {
  const descriptor = openSync(path, 'r');
  try {
    const { addressSize, lengthSize, base, fileSize } = addressFormOf(descriptor);
    const read = (address: number, length: number): Uint8Array => {
      // To read from a place before the file would mean: from where the last read ended.
      const left = address < 0 ? 0 : fileSize - base - address;
      const buffer = new Uint8Array(Math.max(0, Math.min(length, left)));
      return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, base + address));
    };
    return work({ addressSize, lengthSize, read });
  } finally {
    closeSync(descriptor);
  }
}

/** @throws Unreadable where the file ends before, and for more than 16 MiB. */
export function readBlock(source: MetadataSource, address: number, length: number): Uint8Array {
  if (length > largestBlock) throw new Unreadable('a block is too large');
  const bytes = source.read(address, length);
  if (bytes.length < length) throw new Unreadable('the file ends too early');
  return bytes;
}

/**
 * A block whose last four bytes are the checksum of those before; these are returned.
 *
 * @throws Unreadable also where the checksum is wrong, as it is for a moment while a writer changes the block.
 */
export function readChecked(source: MetadataSource, address: number, length: number): Uint8Array {
  if (length < checksumSize) throw new Unreadable('a block is too small');
  const bytes = readBlock(source, address, length);
  const content = bytes.subarray(0, length - checksumSize);
  const stored = new DataView(bytes.buffer, bytes.byteOffset).getUint32(length - checksumSize, true);
  if (stored !== lookup3(content)) throw new Unreadable('a checksum is wrong');
  return content;
}
