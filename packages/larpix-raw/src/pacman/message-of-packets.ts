import { encodePacket } from './encode-packet.js';
import type { Delivery, SyncPacket, TimestampPacket, TriggerPacket } from './message-packet.js';
import type { DataMessageWord, PacmanMessage, TxWord } from './message.js';
import type { PacketDraftV2, PacketDraftV3 } from './packet.js';
import { requireUnsigned } from './require-unsigned.js';

/** A packet to put into a message: what `packetsOfMessage` returns, or one of which only some fields are given. */
export type MessagePacketDraft =
  | TimestampPacket
  | (Omit<SyncPacket, 'ioGroup'> & Partial<Pick<SyncPacket, 'ioGroup'>>)
  | (Omit<TriggerPacket, 'ioGroup'> & Partial<Pick<TriggerPacket, 'ioGroup'>>)
  | AsicPacketDraft;

type AsicPacketDraft = (PacketDraftV2 | PacketDraftV3) & Pick<Delivery, 'ioChannel'> & Partial<Delivery>;

/** What the header of a message says, and what its packets do not. */
export interface MessageOfPacketsOptions<T extends PacmanMessage['type'] = PacmanMessage['type']> {
  readonly type: T;
  /** The time for the header: seconds since 1970 UTC, 32 bits. */
  readonly seconds: number;
  /** For packets of chips that have none of their own, in data messages. Default: 0. */
  readonly receiptTimestamp?: number | undefined;
}

/**
 * A message that carries packets: in data messages packets of chips, syncs and triggers, in requests and replies packets of
 * chips only, as tx words. Packets with the time of a header are left out: `seconds` takes their place. Nothing in a message
 * holds `ioGroup`.
 *
 * @example
 * ```ts
 * const packet = { type: 'config-read', chipId: 11, registerAddress: 241, ioChannel: 4 } as const;
 * const bytes = encodeMessage(messageOfPackets([packet], { type: 'request', seconds: Math.floor(Date.now() / 1000) }));
 * ```
 *
 * @throws TypeError on a sync or trigger in a request or reply, on one whose type byte is missing, on packets of LArPix v1.
 * @throws RangeError where a value of a packet of a chip does not fit its field; `encodeMessage` looks at the others.
 */
export function messageOfPackets<T extends PacmanMessage['type']>(
  packets: readonly MessagePacketDraft[],
  options: MessageOfPacketsOptions<T>,
): Extract<PacmanMessage, { readonly type: T }>;
export function messageOfPackets(
  packets: readonly MessagePacketDraft[],
  { type, seconds, receiptTimestamp = 0 }: MessageOfPacketsOptions,
): PacmanMessage {
  requireUnsigned('seconds', seconds, 32);
  requireUnsigned('receiptTimestamp', receiptTimestamp, 32);
  const carried = packets.filter((packet) => packet.type !== 'timestamp');
  if (type === 'data') {
    const words = carried.map((packet) => dataWordOf(packet, receiptTimestamp));
    return { type, seconds, wordCount: words.length, words };
  }
  const words = carried.map((packet) => txWordOf(packet, type));
  return { type, seconds, wordCount: words.length, words };
}

type CarriedPacket = Exclude<MessagePacketDraft, TimestampPacket>;

function dataWordOf(packet: CarriedPacket, receiptTimestamp: number): DataMessageWord {
  switch (packet.type) {
    case 'sync': {
      const { clockSource, timestamp } = packet;
      return { type: 'sync', syncType: requireTypeByte('sync', packet.syncType), clockSource, timestamp };
    }
    case 'trigger': {
      const triggerType = requireTypeByte('trigger', packet.triggerType);
      return { type: 'trigger', triggerType, timestamp: packet.timestamp };
    }
    default:
      return {
        type: 'data',
        ioChannel: requireUnsigned('ioChannel', packet.ioChannel, 8),
        receiptTimestamp: packet.receiptTimestamp ?? receiptTimestamp,
        packet: encodeForWord(packet),
      };
  }
}

function txWordOf(packet: CarriedPacket, type: 'request' | 'reply'): TxWord {
  if (packet.type === 'sync' || packet.type === 'trigger') {
    throw new TypeError(`a ${type} carries packets of chips only, no ${packet.type}`);
  }
  return { type: 'tx', ioChannel: requireUnsigned('ioChannel', packet.ioChannel, 8), packet: encodeForWord(packet) };
}

function encodeForWord(packet: AsicPacketDraft): TxWord['packet'] {
  if ((packet.asicVersion as number | undefined) === 1) {
    throw new TypeError('packets of LArPix v1 have seven bytes and are never in PACMAN messages');
  }
  return encodePacket(packet);
}

function requireTypeByte(packet: string, byte: number | undefined): number {
  if (byte === undefined) throw new TypeError(`a ${packet} packet needs a type byte`);
  return requireUnsigned(`${packet}Type`, byte, 8);
}
