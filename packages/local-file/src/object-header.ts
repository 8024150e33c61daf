import { ByteCursor, Unreadable } from './byte-cursor.js';
import { readBlock, readChecked, type MetadataSource } from './metadata-source.js';

/** One entry of an object header. */
export interface HeaderMessage {
  readonly type: number;
  /** See {@link isShared}. */
  readonly flags: number;
  readonly bytes: Uint8Array;
}

/** Types of header messages, by their numbers in the format. */
export const messageType = {
  nil: 0x0000,
  dataspace: 0x0001,
  datatype: 0x0003,
  oldFillValue: 0x0004,
  fillValue: 0x0005,
  externalFiles: 0x0007,
  layout: 0x0008,
  filterPipeline: 0x000b,
  attribute: 0x000c,
  comment: 0x000d,
  continuation: 0x0010,
  modificationTime: 0x0012,
  attributeInfo: 0x0015,
} as const;

/** Whether a message is stored elsewhere; its bytes then say where. */
export function isShared(flags: number): boolean {
  return (flags & 0x02) !== 0;
}

const mostBlocks = 1024;
const mostBytes = 2 ** 25;
const checksumSize = 4;

interface Block {
  readonly address: number;
  readonly length: number;
}

type MessagesOfBlock = (block: Block) => Generator<HeaderMessage>;

/**
 * The messages of an object header, in the order of the file; blocks are read as they are needed.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.1 "Disk Format: Level 2A1 - Data Object Headers", with IV.A.1.a
 * "Version 1 Data Object Header Prefix", IV.A.1.b "Version 2" and IV.A.2.q "The Object Header Continuation Message".
 *
 * @param address As in an object reference: from the file's base.
 * @throws Unreadable
 */
export function* headerMessages(source: MetadataSource, address: number): Generator<HeaderMessage> {
  const isVersion2 = new TextDecoder('latin1').decode(source.read(address, 4)) === 'OHDR';
  const { first, messagesOf } = isVersion2 ? version2(source, address) : version1(source, address);
  const seen = new Set<number>();
  const blocks: Block[] = [first];
  let bytes = 0;
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    bytes += block.length;
    if (seen.has(block.address) || seen.size === mostBlocks || bytes > mostBytes) throw new Unreadable('no end');
    seen.add(block.address);
    for (const message of messagesOf(block)) {
      if (message.type === messageType.continuation) blocks.push(continuation(source, message.bytes));
      else yield message;
    }
  }
}

function continuation({ addressSize, lengthSize }: MetadataSource, bytes: Uint8Array): Block {
  const cursor = new ByteCursor(bytes);
  return { address: cursor.unsigned(addressSize), length: cursor.unsigned(lengthSize) };
}

interface Header {
  readonly first: Block;
  readonly messagesOf: MessagesOfBlock;
}

function version1(source: MetadataSource, address: number): Header {
  const prefixSize = 16;
  const prefix = new ByteCursor(readBlock(source, address, prefixSize));
  if (prefix.unsigned(1) !== 1) throw new Unreadable('no object header');
  prefix.skip(7);
  return {
    first: { address: address + prefixSize, length: prefix.unsigned(4) },
    *messagesOf(block) {
      const cursor = new ByteCursor(readBlock(source, block.address, block.length));
      while (cursor.left >= 8) {
        const [type, size, flags] = [cursor.unsigned(2), cursor.unsigned(2), cursor.unsigned(1)];
        cursor.skip(3);
        yield { type, flags, bytes: cursor.take(size) };
      }
    },
  };
}

function version2(source: MetadataSource, address: number): Header {
  const prefix = new ByteCursor(source.read(address, 34));
  prefix.expect('OHDR');
  if (prefix.unsigned(1) !== 2) throw new Unreadable('an object header of unknown version');
  const headerFlags = prefix.unsigned(1);
  const hasTimes = (headerFlags & 0x20) !== 0;
  const hasPhaseChange = (headerFlags & 0x10) !== 0;
  const tracksOrder = (headerFlags & 0x04) !== 0;
  prefix.skip((hasTimes ? 16 : 0) + (hasPhaseChange ? 4 : 0));
  const messagesSize = prefix.unsigned(2 ** (headerFlags & 0x03));
  const prefixSize = prefix.at;
  return {
    first: { address, length: prefixSize + messagesSize + checksumSize },
    *messagesOf(block) {
      const cursor = new ByteCursor(readChecked(source, block.address, block.length));
      if (block.address === address) cursor.skip(prefixSize);
      else cursor.expect('OCHK');
      // What is left over at the end is a gap, too small for a message.
      while (cursor.left >= (tracksOrder ? 6 : 4)) {
        const [type, size, flags] = [cursor.unsigned(1), cursor.unsigned(2), cursor.unsigned(1)];
        if (tracksOrder) cursor.skip(2);
        yield { type, flags, bytes: cursor.take(size) };
      }
    },
  };
}
