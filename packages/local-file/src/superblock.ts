import type { WriterState } from '@h5tail/adapter';
import { lookup3 } from './lookup3.js';

/**
 * The first structure of an HDF5 file, as far as it tells about the file as a whole.
 *
 * Source: HDF5 File Format Specification Version 3.0, III.A "Disk Format: Level 0A - Format Signature and Superblock".
 */
export interface Superblock {
  /** 0 to 3. From 3 on a file can be written in SWMR mode and carries its writer's flags. */
  readonly version: number;
  /** Where the superblock begins, in bytes; a user block may stand before it. */
  readonly offset: number;
  /** Length of the superblock in bytes. */
  readonly length: number;
  /**
   * Place in the file where it ends, as a byte count from its beginning; `undefined` where it is not set. Right also
   * where a user block was put before the file later, which the stored address does not know.
   */
  readonly endOfFile: number | undefined;
  /** What is added to every other address of the file: where the superblock was when the file was written. */
  readonly baseAddress: number;
  readonly writer: WriterState;
  /** Whether the checksum is right; `true` for versions without one. */
  readonly checksumValid: boolean;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const openForWriting = 1;
const swmrWriting = 4;

/** Bytes that {@link parseSuperblock} may need from the start of a superblock. */
export const superblockLimit = 128;

/** Whether a superblock begins at `at`. */
export function hasSignature(bytes: Uint8Array, at = 0): boolean {
  return signature.every((byte, i) => bytes[at + i] === byte);
}

/**
 * Reads a superblock that begins with the first of the given bytes.
 *
 * @param offset Where these bytes stand in the file.
 * @returns `undefined` where there is no superblock of a known version, or not all of it.
 */
export function parseSuperblock(bytes: Uint8Array, offset = 0): Superblock | undefined {
  if (!hasSignature(bytes) || bytes.length < 16) return undefined;
  const version = bytes[8] as number;
  if (version > 3) return undefined;
  const current = version >= 2;
  const addressSize = bytes[current ? 9 : 13] as number;
  if (![2, 4, 8].includes(addressSize)) return undefined;

  const addresses = current ? 12 : version === 1 ? 28 : 24;
  const length = addresses + 4 * addressSize + (current ? 4 : 2 * addressSize + 24);
  if (bytes.length < addresses + 4 * addressSize + (current ? 4 : 0)) return undefined;
  const address = (index: number): number | undefined =>
    readAddress(bytes, addresses + index * addressSize, addressSize);

  const baseAddress = address(0) ?? 0;
  const storedEnd = address(2);
  return {
    version,
    offset,
    length,
    baseAddress,
    endOfFile: storedEnd === undefined ? undefined : storedEnd + (offset - baseAddress),
    writer: version === 3 ? writerState(bytes[11] as number) : 'unknown',
    checksumValid: !current || checksumOf(bytes, length) === lookup3(bytes.subarray(0, length - 4)),
  };
}

function writerState(flags: number): WriterState {
  if ((flags & swmrWriting) !== 0) return 'swmr-writing';
  return (flags & openForWriting) !== 0 ? 'writing' : 'closed';
}

function checksumOf(bytes: Uint8Array, length: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(length - 4, true);
}

/** An address; all bits set means "undefined". */
function readAddress(bytes: Uint8Array, at: number, size: number): number | undefined {
  let value = 0;
  let undefinedAddress = true;
  for (let i = size - 1; i >= 0; i--) {
    const byte = bytes[at + i] as number;
    value = value * 256 + byte;
    undefinedAddress &&= byte === 0xff;
  }
  return undefinedAddress ? undefined : value;
}
