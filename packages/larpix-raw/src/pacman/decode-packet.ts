import { readBits, type PacketBits } from './packet-bits.js';
import type {
  AsicPacket,
  AsicVersion,
  ConfigPacketV2,
  PacketV1,
  PacketV2,
  PacketV3,
  UndefinedPacket,
} from './packet.js';
import { hasValidParity } from './parity.js';

/** How the bits of packets are to be read. */
export interface PacketOptions<V extends AsicVersion = AsicVersion> {
  /** Default: 2. The packets themselves do not tell. */
  readonly asicVersion?: V | undefined;
  /**
   * Whether the chips were told to send FIFO diagnostics: bits 32–45 of data packets then count events in the FIFOs, and 16
   * bits remain of the timestamp. Default: false. A mode of LArPix v2 only; with another version a TypeError.
   */
  readonly fifoDiagnostics?: boolean | undefined;
}

/**
 * Reads the fields of a packet. Every packet of 64 bits has a meaning, so this cannot fail on bits; look at `validParity`.
 *
 * `encodePacket` makes the same bits of it again, for v2 and v3 all 64. (For v1 not bits 41, 54 and 55, and those of test
 * and configuration packets that no field covers.)
 *
 * Bit ranges: LArPix v1, v2 and v3 data sheets, bit 0 being the lowest bit of the first byte.
 *
 * @example
 * ```ts
 * const packet = decodePacket({ low: 0x7856_34aa, high: 0xf6a5_9234 });
 * if (packet.type === 'data') console.log(packet.chipId, packet.channelId, packet.dataword);
 * ```
 *
 * @throws TypeError on FIFO diagnostics of v1 or v3, and on an unknown version.
 */
export function decodePacket(bits: PacketBits, options?: PacketOptions<2 | 3>): AsicPacket;
export function decodePacket(bits: PacketBits, options: PacketOptions<1>): PacketV1;
export function decodePacket(bits: PacketBits, options?: PacketOptions): AsicPacket | PacketV1;
export function decodePacket(bits: PacketBits, options: PacketOptions = {}): AsicPacket | PacketV1 {
  const { asicVersion, fifoDiagnostics } = requirePacketOptions(options);
  if (asicVersion === 2) return decodeV2(bits, fifoDiagnostics);
  return asicVersion === 3 ? decodeV3(bits) : decodeV1(bits);
}

/**
 * @returns the options with their defaults.
 * @throws TypeError where they contradict each other.
 */
export function requirePacketOptions({ asicVersion = 2, fifoDiagnostics = false }: PacketOptions): {
  readonly asicVersion: AsicVersion;
  readonly fifoDiagnostics: boolean;
} {
  if (![1, 2, 3].includes(asicVersion)) throw new TypeError(`there is no LArPix v${String(asicVersion)}`);
  if (fifoDiagnostics && asicVersion !== 2) throw new TypeError('FIFO diagnostics are a mode of LArPix v2 only');
  return { asicVersion, fifoDiagnostics };
}

/** As {@link requirePacketOptions}, for packets in words of PACMAN messages. @throws TypeError on v1. */
export function requireWordOptions(options: PacketOptions): {
  readonly asicVersion: 2 | 3;
  readonly fifoDiagnostics: boolean;
} {
  const { asicVersion, fifoDiagnostics } = requirePacketOptions(options);
  if (asicVersion === 1) throw new TypeError('packets of LArPix v1 have seven bytes and are never in PACMAN messages');
  return { asicVersion, fifoDiagnostics };
}

/** As {@link decodePacket}, without a look at the options. */
export function decodeV2(bits: PacketBits, fifoDiagnostics: boolean): PacketV2 {
  const type = bits.low & 3;
  if (type >= 2) return readConfig(bits, 2, type);
  return {
    asicVersion: 2,
    type: type === 0 ? 'data' : 'test',
    chipId: readBits(bits, 2, 8),
    channelId: readBits(bits, 10, 6),
    timestamp: fifoDiagnostics ? readBits(bits, 16, 16) : readBits(bits, 16, 31),
    firstPacket: readBits(bits, 47, 1),
    dataword: readBits(bits, 48, 8),
    triggerType: readBits(bits, 56, 2),
    localFifo: readBits(bits, 58, 2),
    sharedFifo: readBits(bits, 60, 2),
    fifoDiagnostics,
    localFifoEvents: fifoDiagnostics ? readBits(bits, 44, 2) : 0,
    sharedFifoEvents: fifoDiagnostics ? readBits(bits, 32, 12) : 0,
    unused: fifoDiagnostics ? readBits(bits, 46, 1) : 0,
    downstreamMarker: readBits(bits, 62, 1),
    parity: readBits(bits, 63, 1),
    validParity: hasValidParity(bits),
  };
}

/** As {@link decodePacket}. */
export function decodeV3(bits: PacketBits): PacketV3 {
  const type = bits.low & 3;
  if (type >= 2) return readConfig(bits, 3, type);
  if (type === 0) return decodeUndefined(bits);
  return {
    asicVersion: 3,
    type: 'data',
    chipId: readBits(bits, 2, 8),
    channelId: readBits(bits, 10, 6),
    timestamp: readBits(bits, 16, 28),
    resetSample: readBits(bits, 44, 1),
    cds: readBits(bits, 45, 1),
    dataword: readBits(bits, 46, 10),
    triggerType: readBits(bits, 56, 2),
    localFifo: readBits(bits, 58, 2),
    sharedFifo: readBits(bits, 60, 2),
    downstreamMarker: readBits(bits, 62, 1),
    parity: readBits(bits, 63, 1),
    validParity: hasValidParity(bits),
  };
}

function decodeUndefined(bits: PacketBits): UndefinedPacket {
  return {
    asicVersion: 3,
    type: 'undefined',
    chipId: readBits(bits, 2, 8),
    payloadLow: readBits(bits, 10, 22),
    payloadHigh: readBits(bits, 32, 30),
    downstreamMarker: readBits(bits, 62, 1),
    parity: readBits(bits, 63, 1),
    validParity: hasValidParity(bits),
  };
}

function readConfig<V extends 2 | 3>(
  bits: PacketBits,
  asicVersion: V,
  type: number,
): Omit<ConfigPacketV2, 'asicVersion'> & { readonly asicVersion: V } {
  return {
    asicVersion,
    type: type === 2 ? 'config-write' : 'config-read',
    chipId: readBits(bits, 2, 8),
    registerAddress: readBits(bits, 10, 8),
    registerData: readBits(bits, 18, 8),
    magic: readBits(bits, 26, 32),
    unused: readBits(bits, 58, 4),
    downstreamMarker: readBits(bits, 62, 1),
    parity: readBits(bits, 63, 1),
    validParity: hasValidParity(bits),
  };
}

function decodeV1(bits: PacketBits): PacketV1 {
  const framed = {
    asicVersion: 1,
    chipId: readBits(bits, 2, 8),
    parity: readBits(bits, 53, 1),
    validParity: hasValidParity(bits, 1),
  } as const;
  const type = bits.low & 3;
  if (type === 1) {
    return { ...framed, type: 'test', counter: (readBits(bits, 10, 4) << 12) | readBits(bits, 41, 12) };
  }
  if (type >= 2) {
    const [registerAddress, registerData] = [readBits(bits, 10, 8), readBits(bits, 18, 8)];
    return { ...framed, type: type === 2 ? 'config-write' : 'config-read', registerAddress, registerData };
  }
  return {
    ...framed,
    type: 'data',
    channelId: readBits(bits, 10, 7),
    timestamp: readBits(bits, 17, 24),
    dataword: readBits(bits, 42, 9) << 1,
    fifoHalf: readBits(bits, 51, 1),
    fifoFull: readBits(bits, 52, 1),
  };
}
