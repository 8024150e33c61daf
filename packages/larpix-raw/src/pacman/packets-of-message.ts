import { decodeV2, decodeV3, requireWordOptions, type PacketOptions } from './decode-packet.js';
import type { Delivery, MessagePacket } from './message-packet.js';
import type { PacmanMessage, PacmanWord } from './message.js';
import type { PacketBits } from './packet-bits.js';
import type { AsicPacket } from './packet.js';
import { requireUnsigned } from './require-unsigned.js';

/** Where a message came from, and how to read its packets. */
export interface PacketsOfMessageOptions extends PacketOptions<2 | 3> {
  /** Which PACMAN sent it, 0 … 255: the message does not tell. */
  readonly ioGroup: number;
}

/**
 * The packets of a message in their order: first one with the time of its header, then one for each data, tx, sync and
 * trigger word. Other words carry no packet.
 *
 * @throws RangeError on an `ioGroup` outside 0 … 255.
 * @throws TypeError on `asicVersion: 1`, whose packets are never in PACMAN messages, and on FIFO diagnostics of v3.
 */
export function packetsOfMessage(message: PacmanMessage, options: PacketsOfMessageOptions): MessagePacket[] {
  const { asicVersion, fifoDiagnostics } = requireWordOptions(options);
  const ioGroup = requireUnsigned('ioGroup', options.ioGroup, 8);
  const decode = (bits: PacketBits): AsicPacket =>
    asicVersion === 2 ? decodeV2(bits, fifoDiagnostics) : decodeV3(bits);
  const packets: MessagePacket[] = [{ type: 'timestamp', ioGroup, timestamp: message.seconds }];
  for (const word of message.words) {
    const packet = packetOf(word, ioGroup, decode);
    if (packet !== undefined) packets.push(packet);
  }
  return packets;
}

function packetOf(
  word: PacmanWord,
  ioGroup: number,
  decode: (bits: PacketBits) => AsicPacket,
): MessagePacket | undefined {
  switch (word.type) {
    case 'data':
      return deliver(decode(word.packet), {
        ioGroup,
        ioChannel: word.ioChannel,
        receiptTimestamp: word.receiptTimestamp,
      });
    case 'tx':
      return deliver(decode(word.packet), { ioGroup, ioChannel: word.ioChannel, receiptTimestamp: undefined });
    case 'sync':
      return {
        type: 'sync',
        ioGroup,
        syncType: word.syncType,
        clockSource: word.clockSource,
        timestamp: word.timestamp,
      };
    case 'trigger':
      return { type: 'trigger', ioGroup, triggerType: word.triggerType, timestamp: word.timestamp };
    default:
      return undefined;
  }
}

/** The packet itself: it was made a moment ago, and nobody else has it. */
function deliver(packet: AsicPacket, delivery: Delivery): AsicPacket & Delivery {
  return Object.assign(packet, delivery);
}
