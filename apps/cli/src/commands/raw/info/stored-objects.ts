import { readSync } from 'node:fs';
import { readSuperblockOf } from '@h5tail/local-file';

/** Types of header messages, by their numbers in the format. */
export const messageTypes = { datatype: 0x03, link: 0x06, layout: 0x08, continuation: 0x10 } as const;

interface HeaderMessage {
  readonly type: number;
  readonly bytes: Buffer;
}

interface Block {
  readonly address: number;
  readonly length: number;
}

const checksumSize = 4;
const mostBlocks = 64;
const mostBytes = 1024 * 1024;

/**
 * Object headers of a file, as far as it takes to find the datasets of its root group. Only for what is shown: checksums are
 * not looked at, and what is odd is not there.
 *
 * Source: HDF5 File Format Specification 3.0, III.A "Superblock" and IV.A.1.b "Version 2 Data Object Header Prefix".
 */
export class StoredObjects {
  readonly #descriptor: number;
  readonly #base: number;
  /** Address of the root group. */
  readonly root: number;

  private constructor(descriptor: number, base: number, root: number) {
    this.#descriptor = descriptor;
    this.#base = base;
    this.root = root;
  }

  /** @returns `undefined` where the file has headers of another kind than those of superblock 2 and 3. */
  static open(descriptor: number): StoredObjects | undefined {
    const { superblock, bytes } = readSuperblockOf(descriptor);
    if (superblock === undefined || superblock.version < 2 || bytes[9] !== 8 || bytes[10] !== 8) return undefined;
    const root = Number(Buffer.from(bytes).readBigUInt64LE(12 + 3 * 8));
    return new StoredObjects(descriptor, superblock.offset, root);
  }

  /** The messages of an object header; none where there is none. */
  *messages(address: number): Generator<HeaderMessage> {
    const prefix = this.#read(address, 34);
    if (prefix?.toString('latin1', 0, 4) !== 'OHDR' || prefix[4] !== 2) return;
    const flags = prefix[5] as number;
    const sizeAt = 6 + ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
    const sizeSize = 2 ** (flags & 3);
    if (sizeSize > 4) return;
    const messagesAt = sizeAt + sizeSize;
    const blocks: Block[] = [
      { address: address + messagesAt, length: prefix.readUIntLE(sizeAt, sizeSize) + checksumSize },
    ];
    for (let i = 0; i < blocks.length && i < mostBlocks; i++) {
      const bytes = this.#blockBytes(blocks[i] as Block, i === 0);
      for (const message of messagesIn(bytes, (flags & 0x04) === 0 ? 4 : 6)) {
        if (message.type === messageTypes.continuation && message.bytes.length >= 16) {
          const [at, length] = [message.bytes.readBigUInt64LE(0), message.bytes.readBigUInt64LE(8)];
          blocks.push({ address: Number(at), length: Number(length) });
        } else yield message;
      }
    }
  }

  #blockBytes({ address, length }: Block, isFirst: boolean): Buffer {
    const bytes = this.#read(address, length) ?? Buffer.alloc(0);
    return bytes.subarray(isFirst ? 0 : 4, Math.max(0, bytes.length - checksumSize));
  }

  #read(address: number, length: number): Buffer | undefined {
    if (length > mostBytes || !Number.isSafeInteger(address)) return undefined;
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(this.#descriptor, bytes, 0, length, this.#base + address));
  }
}

function* messagesIn(bytes: Buffer, prefixSize: number): Generator<HeaderMessage> {
  for (let at = 0; at + prefixSize <= bytes.length;) {
    const size = bytes.readUInt16LE(at + 1);
    const start = at + prefixSize;
    yield { type: bytes[at] as number, bytes: bytes.subarray(start, start + size) };
    at = start + size;
  }
}

/** The first message of a type of an object. */
export function messageBytes(objects: StoredObjects, address: number, type: number): Buffer | undefined {
  for (const message of objects.messages(address)) if (message.type === type) return message.bytes;
  return undefined;
}

/** Addresses of the objects that hard links in the header of a group lead to, by name. `undefined`: no such links. */
export function linksOf(objects: StoredObjects, group: number): ReadonlyMap<string, number> | undefined {
  const links = new Map<string, number>();
  for (const { type, bytes } of objects.messages(group)) {
    if (type !== messageTypes.link || bytes.length < 3) continue;
    const flags = bytes[1] as number;
    const typeSize = (flags & 0x08) === 0 ? 0 : 1;
    if (typeSize === 1 && bytes[2] !== 0) continue;
    const lengthSize = 2 ** (flags & 3);
    const lengthAt = 2 + typeSize + ((flags & 0x04) === 0 ? 0 : 8) + ((flags & 0x10) === 0 ? 0 : 1);
    const nameAt = lengthAt + lengthSize;
    if (lengthSize > 4 || bytes.length < nameAt) continue;
    const addressAt = nameAt + bytes.readUIntLE(lengthAt, lengthSize);
    if (bytes.length < addressAt + 8) continue;
    links.set(bytes.toString('utf8', nameAt, addressAt), Number(bytes.readBigUInt64LE(addressAt)));
  }
  return links.size === 0 ? undefined : links;
}
