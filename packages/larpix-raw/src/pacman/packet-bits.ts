/**
 * The bits of one packet as two halves of 32: bit 0 of the packet is bit 0 of `low`, bit 32 is bit 0 of `high`.
 *
 * A packet of LArPix v1 has 56 bits; the eight above them are 0.
 */
export interface PacketBits {
  /** Bits 0–31, 0 … 2³² − 1. */
  readonly low: number;
  /** Bits 32–63, 0 … 2³² − 1. */
  readonly high: number;
}

/** The bits `start … start + width - 1` of a packet as an unsigned number; `width` is 1 … 32. */
export function readBits({ low, high }: PacketBits, start: number, width: number): number {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  if (start >= 32) return ((high >>> (start - 32)) & mask) >>> 0;
  if (start + width <= 32) return ((low >>> start) & mask) >>> 0;
  return (((low >>> start) | (high << (32 - start))) & mask) >>> 0;
}

/**
 * The packet that stands at `at` in bytes, as a word of a PACMAN message holds it, or as a LArPix v1 chip sends it: there
 * seven bytes are enough.
 *
 * @throws RangeError where fewer than seven bytes follow.
 */
export function packetBitsAt(bytes: Uint8Array, at = 0): PacketBits {
  if (!Number.isInteger(at) || at < 0 || at + 7 > bytes.length) {
    throw new RangeError(`no packet at byte ${at} of ${bytes.length}`);
  }
  return { low: readU32(bytes, at), high: readU32(bytes, at + 4) };
}

/** The bytes of a packet in their order on the wire, in a new array: 7 for LArPix v1, else 8. */
export function packetBytes({ low, high }: PacketBits, asicVersion: 1 | 2 | 3 = 2): Uint8Array {
  const bytes = new Uint8Array(8);
  writeU32(bytes, 0, low);
  writeU32(bytes, 4, high);
  return asicVersion === 1 ? bytes.slice(0, 7) : bytes;
}

/** The packet as one number of 64 bits. */
export function packetToBigInt({ low, high }: PacketBits): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/**
 * The halves of a packet that is held as one number.
 *
 * @throws RangeError where it is negative or needs more than 64 bits.
 */
export function packetFromBigInt(packet: bigint): PacketBits {
  if (BigInt.asUintN(64, packet) !== packet) throw new RangeError(`${packet} is no number of 64 bits`);
  return { low: Number(packet & 0xffff_ffffn), high: Number(packet >> 32n) };
}

/** Little-endian; what lies beyond the end counts as 0. */
export function readU32(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

/** Little-endian. */
export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}
