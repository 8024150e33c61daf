/** The generations of LArPix chips, whose packets differ. */
export type AsicVersion = 1 | 2 | 3;

/** What every packet of LArPix v2 and v3 has. */
interface Framed {
  /** 0 … 255. */
  readonly chipId: number;
  /** 1 on the way to the computer, 0 on the way to the chips. */
  readonly downstreamMarker: number;
  /** The parity bit as it was sent. */
  readonly parity: number;
  /** Whether the number of ones in the whole packet is odd. Computed; not a field. */
  readonly validParity: boolean;
}

/** What data packets of LArPix v2 and v3 have in common. */
interface Measured extends Framed {
  /** 0 … 63. */
  readonly channelId: number;
  /** Ticks of the chip's clock: 31 bits on v2, 16 with FIFO diagnostics, 28 bits on v3. */
  readonly timestamp: number;
  /** The measured charge in counts: 8 bits on v2, 10 bits on v3. */
  readonly dataword: number;
  /** What made the chip measure: 0 its own threshold, 1 external, 2 another channel, 3 periodic. */
  readonly triggerType: number;
  /** How full the channel's FIFO is: 1 more than half, 3 (or 2) full. */
  readonly localFifo: number;
  /** How full the chip's FIFO is: 1 more than half, 3 (or 2) full. */
  readonly sharedFifo: number;
}

/** A packet that carries a measurement, or a test pattern in its place, of LArPix v2. */
export interface DataPacketV2 extends Measured {
  readonly asicVersion: 2;
  readonly type: 'data' | 'test';
  /** 1 on the first packet of a burst. */
  readonly firstPacket: number;
  /** Whether the upper bits of the timestamp were read as counts of events in the FIFOs. */
  readonly fifoDiagnostics: boolean;
  /** Events in the channel's FIFO, 2 bits; 0 without FIFO diagnostics. */
  readonly localFifoEvents: number;
  /** Events in the chip's FIFO, 12 bits; 0 without FIFO diagnostics. */
  readonly sharedFifoEvents: number;
  /** Bit 46 with FIFO diagnostics, where no field covers it; else 0. */
  readonly unused: number;
}

/** A packet that carries a measurement, of LArPix v3. */
export interface DataPacketV3 extends Measured {
  readonly asicVersion: 3;
  readonly type: 'data';
  /** 1 where the sample was taken at a reset. */
  readonly resetSample: number;
  /** 1 where correlated double sampling made the dataword. */
  readonly cds: number;
}

/** What configuration packets of LArPix v2 and v3 have in common. */
interface Configuring extends Framed {
  readonly type: 'config-write' | 'config-read';
  /** 0 … 255. */
  readonly registerAddress: number;
  /** 0 … 255. */
  readonly registerData: number;
  /** Bits 26–57: the magic word of v3; v2 has nothing there. */
  readonly magic: number;
  /** Bits 58–61, which no field covers. */
  readonly unused: number;
}

/** Writes a register of a chip, asks for it, or answers, of LArPix v2. */
export interface ConfigPacketV2 extends Configuring {
  readonly asicVersion: 2;
}

/** Writes a register of a chip, asks for it, or answers, of LArPix v3. */
export interface ConfigPacketV3 extends Configuring {
  readonly asicVersion: 3;
}

/** A packet of LArPix v3 whose type bits are 0, which v3 does not define. */
export interface UndefinedPacket extends Framed {
  readonly asicVersion: 3;
  readonly type: 'undefined';
  /** Bits 10–31. */
  readonly payloadLow: number;
  /** Bits 32–61. */
  readonly payloadHigh: number;
}

/** What every packet of LArPix v1 has. */
interface FramedV1 {
  readonly asicVersion: 1;
  /** 0 … 255. */
  readonly chipId: number;
  readonly parity: number;
  readonly validParity: boolean;
}

/** A packet that carries a measurement, of LArPix v1. */
export interface DataPacketV1 extends FramedV1 {
  readonly type: 'data';
  /** 0 … 127. */
  readonly channelId: number;
  /** Ticks of the chip's clock, 24 bits. */
  readonly timestamp: number;
  /** The measured charge in counts, 10 bits, of which the lowest always reads as 0. */
  readonly dataword: number;
  readonly fifoHalf: number;
  readonly fifoFull: number;
}

/** A packet with a counter of 16 bits, of LArPix v1. */
export interface TestPacketV1 extends FramedV1 {
  readonly type: 'test';
  readonly counter: number;
}

/** Writes a register of a chip, asks for it, or answers, of LArPix v1. */
export interface ConfigPacketV1 extends FramedV1 {
  readonly type: 'config-write' | 'config-read';
  readonly registerAddress: number;
  readonly registerData: number;
}

/** A packet of LArPix v1: seven bytes, and never inside PACMAN messages. */
export type PacketV1 = DataPacketV1 | TestPacketV1 | ConfigPacketV1;

/** A packet of LArPix v2. */
export type PacketV2 = DataPacketV2 | ConfigPacketV2;

/** A packet of LArPix v3. */
export type PacketV3 = DataPacketV3 | ConfigPacketV3 | UndefinedPacket;

/** A packet of eight bytes, as the words of PACMAN messages carry it. Tell them apart by `type` and `asicVersion`. */
export type AsicPacket = PacketV2 | PacketV3;

type Draft<P> = P extends { readonly type: string }
  ? Pick<P, 'type'> & Partial<Omit<P, 'type' | 'asicVersion'>>
  : never;

/** What `encodePacket` takes for LArPix v1. */
export type PacketDraftV1 = Draft<PacketV1> & { readonly asicVersion: 1 };

/** What `encodePacket` takes for LArPix v2, which is also what it takes a packet without a version for. */
export type PacketDraftV2 = Draft<PacketV2> & { readonly asicVersion?: 2 | undefined };

/** What `encodePacket` takes for LArPix v3. */
export type PacketDraftV3 = Draft<PacketV3> & { readonly asicVersion: 3 };

/**
 * A decoded packet, or one of which only some fields are given: the others are 0, and `parity` is the valid one.
 * `validParity` is not looked at.
 */
export type PacketDraft = PacketDraftV1 | PacketDraftV2 | PacketDraftV3;
