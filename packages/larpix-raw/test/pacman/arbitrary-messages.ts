import {
  array,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
  string,
  uint8Array,
  type Arbitrary,
} from 'fast-check';
import type { DataMessageWord, PacmanMessage, PacmanWord, ReplyWord, RequestWord } from '../../src/pacman/message.js';
import type { PacketBits } from '../../src/pacman/packet-bits.js';
import { encodeMessage } from '../../src/pacman/encode-message.js';

export const u8 = nat(0xff);
export const u32 = integer({ min: 0, max: 0xffff_ffff });
export const packetBits: Arbitrary<PacketBits> = record({ low: u32, high: u32 });

const tx = record({ type: constant('tx' as const), ioChannel: u8, packet: packetBits });
const register = record({ type: constantFrom('write' as const, 'read' as const), register: u32, value: u32 });
const latin1 = u8.map((byte) => String.fromCharCode(byte));
const text = string({ unit: latin1, maxLength: 14 }).map((value) => value.replace(/\0+$/, ''));

const dataWords: Arbitrary<DataMessageWord[]> = array(
  oneof(
    {
      arbitrary: record({ type: constant('data' as const), ioChannel: u8, receiptTimestamp: u32, packet: packetBits }),
      weight: 5,
    },
    record({ type: constant('trigger' as const), triggerType: u8, timestamp: u32 }),
    record({ type: constant('sync' as const), syncType: u8, clockSource: nat(1), timestamp: u32 }),
  ),
);
const requestWords: Arbitrary<RequestWord[]> = array(oneof(record({ type: constant('ping' as const) }), register, tx));
const replyWords: Arbitrary<ReplyWord[]> = array(
  oneof(
    record({ type: constant('pong' as const) }),
    register,
    tx,
    record({ type: constant('error' as const), code: u8, text }),
  ),
);

const counted = <T extends PacmanMessage['type'], W extends PacmanWord>(
  type: T,
  words: Arbitrary<W[]>,
): Arbitrary<{ type: T; seconds: number; wordCount: number; words: W[] }> =>
  record({ type: constant(type), seconds: u32, words }).map((message) => ({
    ...message,
    wordCount: message.words.length,
  }));

/** Whole messages of every type with all their words. */
export const messages: Arbitrary<PacmanMessage> = oneof(
  counted('data', dataWords),
  counted('request', requestWords),
  counted('reply', replyWords),
);

/** Bytes that may be a message, nearly one, or nothing of the kind. */
export const messageBytes: Arbitrary<Uint8Array> = oneof(
  messages.map(encodeMessage),
  uint8Array({ maxLength: 80 }),
  // One byte is another one; many of these are still messages.
  record({ message: messages, at: nat(), byte: u8 }).map(({ message, at, byte }) => {
    const bytes = encodeMessage(message);
    bytes[at % bytes.length] = byte;
    return bytes;
  }),
  // Cut off, or with something behind it.
  record({ message: messages, cut: nat(40) }).map(({ message, cut }) => encodeMessage(message).slice(0, -1 - cut)),
  record({ message: messages, tail: uint8Array({ minLength: 1, maxLength: 40 }) }).map(({ message, tail }) =>
    Uint8Array.from([...encodeMessage(message), ...tail]),
  ),
);
