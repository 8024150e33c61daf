import type { PacketBits } from './packet-bits.js';

/** 1 where the number of ones is odd. */
function onesAreOdd(bits: number): number {
  let folded = bits ^ (bits >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  // The sixteen answers for four bits, one bit each.
  return (0x6996 >>> (folded & 15)) & 1;
}

/**
 * The parity bit that makes the number of ones in a packet odd, whatever its parity bit is now: bit 53 for LArPix v1, bit
 * 63 for v2 and v3.
 */
export function parityOf({ low, high }: PacketBits, asicVersion: 1 | 2 | 3 = 2): 0 | 1 {
  const others = asicVersion === 1 ? high & 0x1f_ffff : high & 0x7fff_ffff;
  return onesAreOdd(low ^ others) === 1 ? 0 : 1;
}

/** Whether the number of ones is odd, parity bit included. A packet of zeros only is not valid, nor is one of ones only. */
export function hasValidParity({ low, high }: PacketBits, asicVersion: 1 | 2 | 3 = 2): boolean {
  return onesAreOdd(low ^ (asicVersion === 1 ? high & 0x3f_ffff : high)) === 1;
}
