import { lookup3, parseSuperblock } from '../../src/index.js';

/** A message of an object header. */
export interface StoredMessage {
  readonly type: number;
  readonly flags?: number;
  readonly bytes: Uint8Array;
}

const flagsAt = 11;
const extensionAt = 20;
const endOfFileAt = 28;

/** A copy of a file with other bytes in its superblock, version 3, and the checksum that goes with it. */
export function withSuperblock(file: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const offset = parseSuperblock(file) === undefined ? 1024 : 0;
  const changed = Uint8Array.from(file);
  const view = new DataView(changed.buffer, offset);
  change(view);
  view.setUint32(44, lookup3(changed.subarray(offset, offset + 44)), true);
  return changed;
}

/** The same with the flags of a writer that was killed. */
export function marked(file: Uint8Array, flags: number): Uint8Array {
  return withSuperblock(file, (view) => view.setUint8(flagsAt, flags));
}

/** A file with another end of file in its superblock, as it is stored. */
export function withEnd(file: Uint8Array, end: number): Uint8Array {
  return withSuperblock(file, (view) => view.setBigUint64(endOfFileAt, BigInt(end), true));
}

/** A file that its SWMR writer left, with a superblock extension behind all else. */
export function withExtension(file: Uint8Array, messages: readonly StoredMessage[]): Uint8Array {
  const content = Buffer.concat(
    messages.map(({ type, flags = 0, bytes }) =>
      Buffer.concat([Buffer.from([type, bytes.length & 0xff, bytes.length >> 8, flags]), bytes]),
    ),
  );
  const size = Buffer.alloc(2);
  size.writeUInt16LE(content.length);
  // Version 2, with two bytes for the size of its messages.
  const header = Buffer.concat([Buffer.from('OHDR'), Buffer.from([2, 1]), size, content]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(lookup3(header));
  return withSuperblock(Buffer.concat([file, header, checksum]), (view) => {
    view.setUint8(flagsAt, 5);
    view.setBigUint64(extensionAt, BigInt(file.length - view.byteOffset), true);
  });
}

/** A file space info message of version 1, for persistent free space. */
export function fileSpaceInfo(endBefore: bigint, managers: readonly bigint[]): StoredMessage {
  const bytes = Buffer.alloc(29 + 12 * 8, 0xff);
  bytes.set([1, 0, 1]);
  bytes.writeBigUInt64LE(1n, 3);
  bytes.writeBigUInt64LE(4096n, 11);
  bytes.writeUInt16LE(0, 19);
  bytes.writeBigUInt64LE(endBefore, 21);
  for (const [i, address] of managers.entries()) bytes.writeBigUInt64LE(address, 29 + 8 * i);
  return { type: 0x17, flags: 0x14, bytes };
}
