import { readSync } from 'node:fs';
import { Unreadable } from './byte-cursor.js';
import { IndexFile } from './index-file.js';
import { lookup3 } from './lookup3.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType, type HeaderMessage } from './object-header.js';
import { whenSettled } from './when-settled.js';

const checksumSize = 4;
/** Signature, version, flags, and then the times of access and changes, where the flags tell of them. */
const flagsAt = 5;
const timesAt = 6;
const timesSize = 16;
const hasTimes = 0x20;
const mostAxes = 32;
/** A writer that is in the middle of a change is through with it in microseconds. */
const attempts = 3;

/** What says nothing of the elements: a block that holds nothing else may change. */
const besideElements = new Set<number>([
  messageType.nil,
  messageType.comment,
  messageType.modificationTime,
  messageType.attribute,
  messageType.attributeInfo,
]);

interface Part {
  readonly from: number;
  readonly to: number;
}

/** One block of the header, as it was when it was right last. */
interface Block {
  readonly position: number;
  /** With its checksum. */
  image: Buffer;
  /** Of the same length, to read into. */
  spare: Buffer;
  /** What may change without another dataset being there: extents, times, and the checksum of it all. In their order. */
  readonly changing: readonly Part[];
}

/**
 * The object header of a dataset that a writer lets grow, read without HDF5.
 *
 * All but the extents, and the times where they are kept, has to stay byte for byte as it was: type, largest extents,
 * layout, filters, and where the header goes on. Each block counts only with a right checksum.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.1.b "Version 2 Data Object Header Prefix" and IV.A.2.b "The Dataspace
 * Message".
 */
export class StoredHeader {
  readonly #blocks: readonly Block[];
  readonly #dataspace: Block;
  readonly #extentsAt: number;
  readonly #lengthSize: number;
  #shape: readonly number[];

  private constructor(blocks: readonly Block[], dataspace: Block, extents: Extents, lengthSize: number) {
    this.#blocks = blocks;
    this.#dataspace = dataspace;
    this.#extentsAt = extents.at;
    this.#lengthSize = lengthSize;
    this.#shape = Array.from({ length: extents.axes }, () => -1);
    this.#takeShape();
  }

  /**
   * @param file A descriptor, open for reading. It stays the caller's.
   * @param objectAddress Address of the header, from the file's base.
   * @returns `undefined` where it is not certain, and where the header has no checksums.
   */
  static read(file: number, objectAddress: number): StoredHeader | undefined {
    return whenSettled(() => {
      const source = new BlocksRead(new IndexFile(file));
      const messages = [...headerMessages(source, objectAddress)];
      const blocks: Block[] = [];
      let found: { readonly block: Block; readonly extents: Extents } | undefined;
      for (const [address, bytes] of source.blocks) {
        const own = messages.filter((message) => message.bytes.buffer === bytes.buffer);
        const isFirst = address === objectAddress;
        if (isFirst && new TextDecoder('latin1').decode(bytes.subarray(0, 4)) !== 'OHDR') return undefined;
        if (!isFirst && own.every(({ type }) => besideElements.has(type))) continue;
        const dataspace = own.find(({ type }) => type === messageType.dataspace);
        const extents = dataspace && extentsIn(dataspace, bytes, source.lengthSize);
        const block = blockOf(source.base + address, bytes, isFirst, extents);
        blocks.push(block);
        if (extents !== undefined) found = { block, extents };
      }
      return found && new StoredHeader(blocks, found.block, found.extents, source.lengthSize);
    });
  }

  /** As it was seen last. */
  get shape(): readonly number[] {
    return this.#shape;
  }

  /**
   * Looks at it again.
   *
   * @param file A descriptor of the same file.
   * @returns Whether it still is the header of the same dataset, whose extents are known now. If not, or not with
   * certainty, nothing is changed.
   */
  refresh(file: number): boolean {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      if (!this.#blocks.every((block) => readSpare(file, block))) return false;
      if (this.#blocks.every(hasRightChecksum)) return this.#take();
    }
    return false;
  }

  #take(): boolean {
    if (!this.#blocks.every(isAlike)) return false;
    let isChanged = false;
    for (const block of this.#blocks) {
      if (block.spare.equals(block.image)) continue;
      isChanged ||= block === this.#dataspace;
      [block.image, block.spare] = [block.spare, block.image];
    }
    if (isChanged) this.#takeShape();
    return true;
  }

  #takeShape(): void {
    const { image } = this.#dataspace;
    const shape = this.#shape.map((_, axis) => {
      const at = this.#extentsAt + axis * this.#lengthSize;
      if (this.#lengthSize === 8) return image.readUInt32LE(at) + image.readUInt32LE(at + 4) * 2 ** 32;
      return image.readUIntLE(at, this.#lengthSize);
    });
    if (shape.some((extent, axis) => extent !== this.#shape[axis])) this.#shape = shape;
  }
}

/** Remembers the blocks that are read. */
class BlocksRead implements MetadataSource {
  readonly addressSize: number;
  readonly lengthSize: number;
  readonly base: number;
  /** By their addresses; of those that begin alike, the longest. */
  readonly blocks = new Map<number, Uint8Array>();
  readonly #file: IndexFile;

  constructor(file: IndexFile) {
    this.#file = file;
    ({ addressSize: this.addressSize, lengthSize: this.lengthSize, base: this.base } = file);
  }

  read(address: number, length: number): Uint8Array {
    const bytes = this.#file.read(address, length);
    this.blocks.set(address, bytes);
    return bytes;
  }
}

/** Where the extents are in the bytes of their block. */
interface Extents {
  readonly at: number;
  readonly axes: number;
  readonly lengthSize: number;
}

function extentsIn({ bytes, flags }: HeaderMessage, block: Uint8Array, lengthSize: number): Extents {
  if (isShared(flags)) throw new Unreadable('a message that is stored elsewhere');
  const [version = 0, axes = 0] = bytes;
  if ((version !== 1 && version !== 2) || axes > mostAxes) throw new Unreadable('an odd dataspace');
  const at = bytes.byteOffset - block.byteOffset + (version === 1 ? 8 : 4);
  return { at, axes, lengthSize };
}

function blockOf(position: number, bytes: Uint8Array, isFirst: boolean, extents: Extents | undefined): Block {
  const changing: Part[] = [];
  if (isFirst && ((bytes[flagsAt] as number) & hasTimes) !== 0)
    changing.push({ from: timesAt, to: timesAt + timesSize });
  if (extents !== undefined) changing.push({ from: extents.at, to: extents.at + extents.axes * extents.lengthSize });
  changing.push({ from: bytes.length - checksumSize, to: bytes.length });
  return { position, image: Buffer.from(bytes), spare: Buffer.alloc(bytes.length), changing };
}

function readSpare(file: number, { spare, position }: Block): boolean {
  try {
    return readSync(file, spare, 0, spare.length, position) === spare.length;
  } catch {
    // What the system says against reading, HDF5 will tell.
    return false;
  }
}

/** What is as it was when its checksum was right needs none. */
function hasRightChecksum({ spare, image }: Block): boolean {
  if (spare.equals(image)) return true;
  const end = spare.length - checksumSize;
  return spare.readUInt32LE(end) === lookup3(spare.subarray(0, end));
}

function isAlike({ spare, image, changing }: Block): boolean {
  let from = 0;
  for (const part of changing) {
    if (image.compare(spare, from, part.from, from, part.from) !== 0) return false;
    from = part.to;
  }
  return true;
}
