import type { PacketBits } from './packet-bits.js';
import { PacketWriter } from './packet-writer.js';
import type { PacketDraft, PacketDraftV1, PacketDraftV2, PacketDraftV3 } from './packet.js';
import { requireUnsigned } from './require-unsigned.js';

type OfType<D extends PacketDraft, T extends D['type']> = D extends { readonly type: infer U }
  ? T extends U
    ? D
    : U extends T
      ? D
      : never
  : never;

/**
 * The bits of a packet: the inverse of `decodePacket`. What is not given is 0, and the parity bit the valid one.
 *
 * Bit ranges: LArPix v1, v2 and v3 data sheets.
 *
 * @example
 * ```ts
 * // Chip 255 is to set its register 122 to 1.
 * encodePacket({ type: 'config-write', chipId: 255, registerAddress: 122, registerData: 1 });
 * ```
 *
 * @throws RangeError naming the field whose value does not fit. Without FIFO diagnostics, counts of events do not; nor does
 *   an odd dataword of v1, whose lowest bit always reads as 0.
 * @throws TypeError on a version that there is not, or a type of packet that it does not have.
 */
export function encodePacket(packet: PacketDraft): PacketBits {
  const writer = new PacketWriter();
  writer.put('chipId', packet.chipId, 2, 8);
  if (packet.asicVersion === 1) {
    putV1(writer, packet);
    return writer.finish(packet.parity, 1);
  }
  if (packet.asicVersion === 3) putV3(writer, packet);
  else if (packet.asicVersion === undefined || packet.asicVersion === 2) putV2(writer, packet);
  else throw new TypeError(`there is no LArPix v${String((packet as PacketDraft).asicVersion)}`);
  writer.put('downstreamMarker', packet.downstreamMarker, 62, 1);
  return writer.finish(packet.parity, 2);
}

function putV2(writer: PacketWriter, packet: PacketDraftV2): void {
  switch (packet.type) {
    case 'data':
    case 'test':
      return putDataV2(writer, packet);
    case 'config-write':
    case 'config-read':
      return putConfig(writer, packet);
    default:
      throw unknownType(packet, 2);
  }
}

function putDataV2(writer: PacketWriter, packet: OfType<PacketDraftV2, 'data'>): void {
  writer.put('type', packet.type === 'data' ? 0 : 1, 0, 2);
  writer.put('channelId', packet.channelId, 10, 6);
  const diagnostics = packet.fifoDiagnostics === true;
  writer.put('timestamp', packet.timestamp, 16, diagnostics ? 16 : 31);
  writer.put('sharedFifoEvents', packet.sharedFifoEvents, 32, diagnostics ? 12 : 0);
  writer.put('localFifoEvents', packet.localFifoEvents, 44, diagnostics ? 2 : 0);
  writer.put('unused', packet.unused, 46, diagnostics ? 1 : 0);
  writer.put('firstPacket', packet.firstPacket, 47, 1);
  writer.put('dataword', packet.dataword, 48, 8);
  putTriggerAndFifos(writer, packet);
}

function putV3(writer: PacketWriter, packet: PacketDraftV3): void {
  switch (packet.type) {
    case 'undefined':
      writer.put('payloadLow', packet.payloadLow, 10, 22);
      return writer.put('payloadHigh', packet.payloadHigh, 32, 30);
    case 'data':
      return putDataV3(writer, packet);
    case 'config-write':
    case 'config-read':
      return putConfig(writer, packet);
    default:
      throw unknownType(packet, 3);
  }
}

function putDataV3(writer: PacketWriter, packet: OfType<PacketDraftV3, 'data'>): void {
  writer.put('type', 1, 0, 2);
  writer.put('channelId', packet.channelId, 10, 6);
  writer.put('timestamp', packet.timestamp, 16, 28);
  writer.put('resetSample', packet.resetSample, 44, 1);
  writer.put('cds', packet.cds, 45, 1);
  writer.put('dataword', packet.dataword, 46, 10);
  putTriggerAndFifos(writer, packet);
}

function putTriggerAndFifos(
  writer: PacketWriter,
  packet: OfType<PacketDraftV2, 'data'> | OfType<PacketDraftV3, 'data'>,
): void {
  writer.put('triggerType', packet.triggerType, 56, 2);
  writer.put('localFifo', packet.localFifo, 58, 2);
  writer.put('sharedFifo', packet.sharedFifo, 60, 2);
}

function putConfig(
  writer: PacketWriter,
  packet: OfType<PacketDraftV2, 'config-write'> | OfType<PacketDraftV3, 'config-write'>,
): void {
  putRegister(writer, packet);
  writer.put('magic', packet.magic, 26, 32);
  writer.put('unused', packet.unused, 58, 4);
}

function putRegister(writer: PacketWriter, packet: OfType<PacketDraft, 'config-write'>): void {
  writer.put('type', packet.type === 'config-write' ? 2 : 3, 0, 2);
  writer.put('registerAddress', packet.registerAddress, 10, 8);
  writer.put('registerData', packet.registerData, 18, 8);
}

function putV1(writer: PacketWriter, packet: PacketDraftV1): void {
  switch (packet.type) {
    case 'data':
      return putDataV1(writer, packet);
    case 'test': {
      const counter = requireUnsigned('counter', packet.counter ?? 0, 16);
      writer.put('type', 1, 0, 2);
      writer.put('counter', counter >>> 12, 10, 4);
      return writer.put('counter', counter & 0xfff, 41, 12);
    }
    case 'config-write':
    case 'config-read':
      return putRegister(writer, packet);
    default:
      throw unknownType(packet, 1);
  }
}

function putDataV1(writer: PacketWriter, packet: OfType<PacketDraftV1, 'data'>): void {
  const dataword = packet.dataword ?? 0;
  if (dataword % 2 === 1) throw new RangeError(`dataword is ${dataword}, but LArPix v1 has even ones only`);
  writer.put('channelId', packet.channelId, 10, 7);
  writer.put('timestamp', packet.timestamp, 17, 24);
  writer.put('dataword', dataword, 41, 10);
  writer.put('fifoHalf', packet.fifoHalf, 51, 1);
  writer.put('fifoFull', packet.fifoFull, 52, 1);
}

function unknownType(packet: never, asicVersion: number): TypeError {
  const { type } = packet as { readonly type?: unknown };
  return new TypeError(`LArPix v${asicVersion} has no packets of type ${String(type)}`);
}
