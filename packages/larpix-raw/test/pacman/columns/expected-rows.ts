import { encodePacket } from '../../../src/pacman/encode-packet.js';
import type { Delivery, MessagePacket } from '../../../src/pacman/message-packet.js';
import type { PacmanMessage } from '../../../src/pacman/message.js';
import { packetToBigInt } from '../../../src/pacman/packet-bits.js';
import { packetFields, packetFieldsOfV3 } from '../../../src/pacman/packet-fields.js';
import type { AsicPacket } from '../../../src/pacman/packet.js';
import { packetsOfMessage, type PacketsOfMessageOptions } from '../../../src/pacman/packets-of-message.js';

/** Every column but that of the messages' indices. */
export const columnNames = [...packetFields, ...packetFieldsOfV3].map(({ property }) => property);

export type Row = Readonly<Record<(typeof columnNames)[number], number>>;

const zeros = Object.fromEntries(columnNames.map((name) => [name, 0])) as unknown as Row;

/** The rows of a message, made of its packets as objects and of their bits as numbers of 64 bits. */
export function expectedRows(message: PacmanMessage, options: PacketsOfMessageOptions): Row[] {
  return packetsOfMessage(message, options).map((packet) => rowOf(packet, options));
}

function rowOf(packet: MessagePacket, options: PacketsOfMessageOptions): Row {
  const { ioGroup } = packet;
  switch (packet.type) {
    case 'timestamp':
      return { ...zeros, ioGroup, packetType: 4, timestamp: packet.timestamp };
    case 'sync': {
      const { timestamp, syncType: triggerType, clockSource: dataword } = packet;
      return { ...zeros, ioGroup, packetType: 6, timestamp, triggerType, dataword };
    }
    case 'trigger':
      return { ...zeros, ioGroup, packetType: 7, timestamp: packet.timestamp, triggerType: packet.triggerType };
    default:
      return rowOfChip(packet, options);
  }
}

function rowOfChip(packet: AsicPacket & Delivery, options: PacketsOfMessageOptions): Row {
  const packed = packetToBigInt(encodePacket(packet));
  const bits = (first: number, last: number): number =>
    Number((packed >> BigInt(first)) & ((1n << BigInt(last - first + 1)) - 1n));
  const { asicVersion = 2, fifoDiagnostics = false } = options;
  const v2 = asicVersion === 2;
  const row = {
    ...zeros,
    ioGroup: packet.ioGroup,
    ioChannel: packet.ioChannel,
    receiptTimestamp: packet.receiptTimestamp ?? 0,
    packetType: bits(0, 1),
    chipId: bits(2, 9),
    channelId: bits(10, 15),
    registerAddress: bits(10, 17),
    registerData: bits(18, 25),
    timestamp: v2 ? bits(16, fifoDiagnostics ? 31 : 46) : bits(16, 43),
    dataword: v2 ? bits(48, 55) : bits(46, 55),
    firstPacket: v2 ? bits(47, 47) : 0,
    resetSample: v2 ? 0 : bits(44, 44),
    cds: v2 ? 0 : bits(45, 45),
    triggerType: bits(56, 57),
    localFifo: bits(58, 59),
    sharedFifo: bits(60, 61),
    downstreamMarker: bits(62, 62),
    parity: bits(63, 63),
    validParity: packet.validParity ? 1 : 0,
    localFifoEvents: fifoDiagnostics ? bits(44, 45) : 0,
    sharedFifoEvents: fifoDiagnostics ? bits(32, 43) : 0,
    fifoDiagnosticsEnabled: fifoDiagnostics ? 1 : 0,
  };
  for (const [name, value] of Object.entries(packet)) {
    if (name in row && row[name as keyof Row] !== Number(value ?? 0)) throw new Error(`${name} is ${String(value)}`);
  }
  return row;
}
