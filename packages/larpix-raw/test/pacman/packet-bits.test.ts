import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetBitsAt, packetBytes, packetFromBigInt, packetToBigInt, readBits } from '../../src/pacman/packet-bits.js';
import { packetBits } from './arbitrary-messages.js';

describe('the halves of a packet', () => {
  it('are little-endian', () => {
    const bytes = Uint8Array.of(9, 1, 2, 3, 4, 5, 6, 7, 0x88, 9);
    expect(packetBitsAt(bytes, 1)).toEqual({ low: 0x0403_0201, high: 0x8807_0605 });
    expect(packetBitsAt(bytes.subarray(1, 8))).toEqual({ low: 0x0403_0201, high: 0x0007_0605 });
    expect(packetBytes({ low: 0x0403_0201, high: 0x8807_0605 })).toEqual(bytes.slice(1, 9));
    expect(packetBytes({ low: 0x0403_0201, high: 0x0007_0605 }, 1)).toEqual(bytes.slice(1, 8));
  });

  it('are not taken from too few bytes', () => {
    for (const at of [-1, 2, 0.5, Number.NaN]) {
      expect(() => packetBitsAt(new Uint8Array(8), at)).toThrow(RangeError);
    }
  });

  it('are a number of 64 bits on request', () => {
    expect(packetToBigInt({ low: 0xffff_fffe, high: 0x8000_0001 })).toBe(0x8000_0001_ffff_fffen);
    assert(
      property(packetBits, (bits) => {
        expect(packetFromBigInt(packetToBigInt(bits))).toEqual(bits);
      }),
    );
    for (const packet of [-1n, 2n ** 64n]) expect(() => packetFromBigInt(packet)).toThrow(RangeError);
  });

  it('give any range of bits', () => {
    assert(
      property(packetBits, integer({ min: 0, max: 63 }), integer({ min: 1, max: 32 }), (bits, start, most) => {
        const width = Math.min(most, 64 - start);
        const expected = (packetToBigInt(bits) >> BigInt(start)) & (2n ** BigInt(width) - 1n);
        expect(readBits(bits, start, width)).toBe(Number(expected));
      }),
      { numRuns: 1000 },
    );
  });
});
