import { Hdf5Error } from '@h5tail/adapter';
import { ByteCursor, Unreadable } from '../byte-cursor.js';
import { IndexFile } from '../index-file.js';
import { lookup3 } from '../lookup3.js';
import type { MetadataSource } from '../metadata-source.js';
import { headerMessages, isShared, messageType, type HeaderMessage } from '../object-header.js';
import type { StoredChange } from './stored-change.js';

/** Types of the messages of a superblock extension, by their numbers in the format. */
const extensionMessage = {
  sharedMessageTable: 0x0f,
  bTreeK: 0x13,
  driverInfo: 0x14,
  fileSpaceInfo: 0x17,
  cacheImage: 0x18,
} as const;

/** What a writer leaves as it is, wherever it was when it died. */
const lasting = new Set<number>([messageType.nil, extensionMessage.sharedMessageTable, extensionMessage.bTreeK]);

const checksumSize = 4;

/**
 * What has to be changed in the superblock extension of a file whose writer died: where it says which places in the file are
 * free. It says so as of the last close. A writer that dies has put data there, and whoever trusts it afterwards writes over
 * these, or cuts the file to the size that it had then.
 *
 * Source: HDF5 File Format Specification 3.0, II.C "Superblock Extension", IV.A.2.x "The File Space Info Message" and
 * IV.A.2.y "The Metadata Cache Image Message".
 *
 * @param descriptor Of the file, open for reading.
 * @param bytes The superblock as stored.
 * @throws Hdf5Error `CORRUPT_FILE`, and `UNSUPPORTED` where the extension has what cannot be put right.
 */
export function extensionChange(descriptor: number, bytes: Uint8Array, path: string): StoredChange | undefined {
  try {
    const source = new BlocksRead(new IndexFile(descriptor));
    const cursor = new ByteCursor(bytes, 12);
    cursor.skip(source.addressSize);
    const address = cursor.address(source.addressSize);
    if (address === undefined) return undefined;
    const messages = [...headerMessages(source, address)];
    for (const { type } of messages) requireKnown(type, path);
    const stale = messages.find((message) => isStale(message, source, path));
    return stale && source.withoutFreeSpace(stale);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Hdf5Error('CORRUPT_FILE', `the superblock extension cannot be read: ${error.message}`, {
      file: path,
      remedy: 'Take the file from its source again; nothing was written',
    });
  }
}

function requireKnown(type: number, path: string): void {
  if (lasting.has(type) || type === extensionMessage.fileSpaceInfo) return;
  throw unsupported(path, whyNot[type] ?? `its superblock extension has a message of unknown type ${type}`);
}

const whyNot: Readonly<Record<number, string>> = {
  [extensionMessage.driverInfo]: 'it is one of several files that make one (driver information)',
  [extensionMessage.cacheImage]: 'it holds a metadata cache image, which may be older than the file',
};

function unsupported(path: string, why: string): Hdf5Error {
  return new Hdf5Error('UNSUPPORTED', `its writer died, and this file cannot be recovered here: ${why}`, {
    file: path,
    remedy: 'Copy it first and try h5clear on the copy; nothing was written',
  });
}

/** @throws Hdf5Error `UNSUPPORTED`. */
function isStale({ type, flags, bytes }: HeaderMessage, source: BlocksRead, path: string): boolean {
  if (type !== extensionMessage.fileSpaceInfo) return false;
  if (bytes[0] !== 1 || isShared(flags)) throw unsupported(path, 'its file space information is of another version');
  return bytes.subarray(addressesAt(source)).some((byte) => byte !== 0xff);
}

/**
 * Where the addresses begin in a message of version 1: behind version, strategy, persistence, threshold, size of a page and
 * threshold of a page's end. The first tells where the file ended before the free space was written; the others, where the
 * managers of free space are, if it persists.
 */
function addressesAt({ lengthSize }: MetadataSource): number {
  return 3 + 2 * lengthSize + 2;
}

/** Remembers the blocks that are read. */
class BlocksRead implements MetadataSource {
  readonly addressSize: number;
  readonly lengthSize: number;
  readonly #file: IndexFile;
  readonly #blocks: { readonly address: number; readonly bytes: Uint8Array }[] = [];

  constructor(file: IndexFile) {
    this.#file = file;
    ({ addressSize: this.addressSize, lengthSize: this.lengthSize } = file);
  }

  read(address: number, length: number): Uint8Array {
    const bytes = this.#file.read(address, length);
    this.#blocks.push({ address, bytes });
    return bytes;
  }

  /** The block of a message with all addresses of that unset, which is how HDF5 says that it knows of no free space. */
  withoutFreeSpace({ bytes: message }: HeaderMessage): StoredChange {
    const block = this.#blocks.find(({ bytes }) => bytes.buffer === message.buffer);
    if (block === undefined) throw new Unreadable('a message outside of its block');
    const before = block.bytes;
    const after = Uint8Array.from(before);
    const messageAt = message.byteOffset - before.byteOffset;
    after.fill(0xff, messageAt + addressesAt(this), messageAt + message.length);
    if (['OHDR', 'OCHK'].includes(new TextDecoder('latin1').decode(before.subarray(0, 4)))) setChecksum(after);
    return { what: 'superblock extension', offset: this.#file.base + block.address, before, after };
  }
}

function setChecksum(block: Uint8Array): void {
  const end = block.length - checksumSize;
  new DataView(block.buffer, block.byteOffset).setUint32(end, lookup3(block.subarray(0, end)), true);
}
