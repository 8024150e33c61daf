/**
 * PACMAN messages and the packets of LArPix chips inside them: decoding and encoding, without any file.
 *
 * One message at a time as objects that tell their kind, or whole batches as columns, one typed array per field. Nothing of
 * this needs Node or HDF5.
 *
 * @example
 * ```ts
 * import { decodeColumns, decodeMessage, packetsOfMessage } from '@h5tail/larpix-raw/pacman';
 *
 * // As objects.
 * const { message, problems } = decodeMessage(bytes, { mode: 'lenient' });
 * if (message !== undefined) {
 *   for (const packet of packetsOfMessage(message, { ioGroup: 1 })) {
 *     if (packet.type === 'data') console.log(packet.chipId, packet.channelId, packet.dataword);
 *   }
 * }
 *
 * // As columns: `messages` and `ioGroups` as a raw file holds them.
 * const columns = decodeColumns(messages, ioGroups, { asicVersion: 2 });
 * console.log(columns.length, columns.chipId, columns.dataword);
 * ```
 *
 * Sources: PACMAN message format 0.0; bit ranges of the LArPix v1, v2 and v3 data sheets.
 *
 * @module
 */
export type { ColumnProblem } from './pacman/columns/column-problems.js';
export { decodeColumns, type DecodeColumnsOptions } from './pacman/columns/decode-columns.js';
export { PacketColumns } from './pacman/columns/packet-columns.js';
export { decodeMessage, type DecodeMessageOptions, type LenientMessage } from './pacman/decode-message.js';
export { decodePacket, type PacketOptions } from './pacman/decode-packet.js';
export { encodeMessage, type PacmanMessageDraft } from './pacman/encode-message.js';
export { encodePacket } from './pacman/encode-packet.js';
export {
  syncTypes,
  type DataMessage,
  type DataMessageWord,
  type DataWord,
  type ErrorWord,
  type PacmanMessage,
  type PacmanWord,
  type PingWord,
  type PongWord,
  type RegisterWord,
  type ReplyMessage,
  type ReplyWord,
  type RequestMessage,
  type RequestWord,
  type SyncWord,
  type TriggerWord,
  type TxWord,
} from './pacman/message.js';
export {
  messageOfPackets,
  type MessageOfPacketsOptions,
  type MessagePacketDraft,
} from './pacman/message-of-packets.js';
export type { Delivery, MessagePacket, SyncPacket, TimestampPacket, TriggerPacket } from './pacman/message-packet.js';
export type { MessageProblem, MessageProblemKind } from './pacman/message-problem.js';
export {
  packetBitsAt,
  packetBytes,
  packetFromBigInt,
  packetToBigInt,
  readBits,
  type PacketBits,
} from './pacman/packet-bits.js';
export { packetFields, packetFieldsOfV3 } from './pacman/packet-fields.js';
export { packetTypes } from './pacman/packet-types.js';
export type {
  AsicPacket,
  AsicVersion,
  ConfigPacketV1,
  ConfigPacketV2,
  ConfigPacketV3,
  DataPacketV1,
  DataPacketV2,
  DataPacketV3,
  PacketDraft,
  PacketDraftV1,
  PacketDraftV2,
  PacketDraftV3,
  PacketV1,
  PacketV2,
  PacketV3,
  TestPacketV1,
  UndefinedPacket,
} from './pacman/packet.js';
export { packetsOfMessage, type PacketsOfMessageOptions } from './pacman/packets-of-message.js';
export { hasValidParity, parityOf } from './pacman/parity.js';
