import { assert, constantFrom, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePacket } from '../../src/pacman/decode-packet.js';
import { encodePacket } from '../../src/pacman/encode-packet.js';
import { packetBitsAt, packetToBigInt, type PacketBits } from '../../src/pacman/packet-bits.js';
import type { PacketDraft } from '../../src/pacman/packet.js';
import { hasValidParity, parityOf } from '../../src/pacman/parity.js';
import { packetBits } from './arbitrary-messages.js';
import { hexBytes } from './hex-bytes.js';

const ofHex = (hex: string): PacketBits => packetBitsAt(hexBytes(hex));

/** Bits `start … stop` of a packet, both included, as the data sheets write them. */
function bitsOf(bits: PacketBits, start: number, stop: number): number {
  return Number((packetToBigInt(bits) >> BigInt(start)) & ((1n << BigInt(stop - start + 1)) - 1n));
}

describe('packets of LArPix v2', () => {
  it('holds a measurement', () => {
    const bits = ofHex('34aa78563492a5f6');
    const packet = {
      asicVersion: 2,
      type: 'data',
      chipId: 141,
      channelId: 42,
      timestamp: 305_419_896,
      firstPacket: 1,
      dataword: 165,
      triggerType: 2,
      localFifo: 1,
      sharedFifo: 3,
      fifoDiagnostics: false,
      localFifoEvents: 0,
      sharedFifoEvents: 0,
      unused: 0,
      downstreamMarker: 1,
      parity: 1,
      validParity: true,
    };
    expect(decodePacket(bits)).toEqual(packet);
    expect(decodePacket(bits, { fifoDiagnostics: true })).toEqual({
      ...packet,
      fifoDiagnostics: true,
      timestamp: 22_136,
      localFifoEvents: 1,
      sharedFifoEvents: 564,
    });
  });

  it('holds the value of a register', () => {
    expect(decodePacket(ofHex('2fc46b0100000040'))).toEqual({
      asicVersion: 2,
      type: 'config-read',
      chipId: 11,
      registerAddress: 241,
      registerData: 90,
      magic: 0,
      unused: 0,
      downstreamMarker: 1,
      parity: 0,
      validParity: true,
    });
    expect(decodePacket(ofHex('feeb050000000000'))).toMatchObject({
      type: 'config-write',
      chipId: 255,
      registerAddress: 122,
      registerData: 1,
      parity: 0,
      validParity: true,
    });
  });

  it('holds a test pattern', () => {
    expect(decodePacket(ofHex('0102030405060708'))).toMatchObject({
      type: 'test',
      chipId: 128,
      channelId: 0,
      timestamp: 100_992_003,
      dataword: 7,
      localFifo: 2,
      validParity: true,
    });
  });
});

describe('packets of LArPix v3', () => {
  it('takes its bits from the ranges of the data sheet', () => {
    assert(
      property(packetBits, (random) => {
        const bits = { low: ((random.low & ~3) | 1) >>> 0, high: random.high };
        expect(decodePacket(bits, { asicVersion: 3 })).toEqual({
          asicVersion: 3,
          type: 'data',
          chipId: bitsOf(bits, 2, 9),
          channelId: bitsOf(bits, 10, 15),
          timestamp: bitsOf(bits, 16, 43),
          resetSample: bitsOf(bits, 44, 44),
          cds: bitsOf(bits, 45, 45),
          dataword: bitsOf(bits, 46, 55),
          triggerType: bitsOf(bits, 56, 57),
          localFifo: bitsOf(bits, 58, 59),
          sharedFifo: bitsOf(bits, 60, 61),
          downstreamMarker: bitsOf(bits, 62, 62),
          parity: bitsOf(bits, 63, 63),
          validParity: packetToBigInt(bits).toString(2).replaceAll('0', '').length % 2 === 1,
        });
      }),
    );
  });

  it('knows writes, reads, their magic word, and a type that is not defined', () => {
    const typed = (type: number): PacketBits => ({ low: (0x89ab_cdec | type) >>> 0, high: 0x8123_4567 });
    const config = { registerAddress: 0xf3, registerData: 0x6a, magic: 0x48d1_59e2, unused: 0 };
    expect(decodePacket(typed(2), { asicVersion: 3 })).toMatchObject({ type: 'config-write', ...config });
    expect(decodePacket(typed(3), { asicVersion: 3 })).toMatchObject({ type: 'config-read', ...config, parity: 1 });
    expect(decodePacket(typed(0), { asicVersion: 3 })).toMatchObject({
      type: 'undefined',
      chipId: 0x7b,
      payloadLow: 0x22_6af3,
      payloadHigh: 0x0123_4567,
    });
  });
});

describe('packets of LArPix v1', () => {
  it('holds a measurement in seven bytes', () => {
    const bits = ofHex(`${'00'.repeat(6)}20`);
    expect(decodePacket(bits, { asicVersion: 1 })).toMatchObject({ type: 'data', parity: 1, validParity: true });
    assert(
      property(packetBits, ({ low, high }) => {
        const random = { low: (low & ~3) >>> 0, high: high & 0xff_ffff };
        expect(decodePacket(random, { asicVersion: 1 })).toEqual({
          asicVersion: 1,
          type: 'data',
          chipId: bitsOf(random, 2, 9),
          channelId: bitsOf(random, 10, 16),
          timestamp: bitsOf(random, 17, 40),
          dataword: 2 * bitsOf(random, 42, 50),
          fifoHalf: bitsOf(random, 51, 51),
          fifoFull: bitsOf(random, 52, 52),
          parity: bitsOf(random, 53, 53),
          validParity: bitsOf(random, 0, 53).toString(2).replaceAll('0', '').length % 2 === 1,
        });
      }),
    );
  });

  it('holds a counter in two parts, and registers', () => {
    const test = encodePacket({ asicVersion: 1, type: 'test', chipId: 3, counter: 0xabcd });
    expect([bitsOf(test, 0, 1), bitsOf(test, 10, 13), bitsOf(test, 41, 52)]).toEqual([1, 0xa, 0xbcd]);
    const write = encodePacket({ asicVersion: 1, type: 'config-write', registerAddress: 0x81, registerData: 0x42 });
    expect([bitsOf(write, 0, 1), bitsOf(write, 10, 17), bitsOf(write, 18, 25)]).toEqual([2, 0x81, 0x42]);
    for (const bits of [test, write]) expect(hasValidParity(bits, 1)).toBe(true);
  });
});

describe('decodePacket and encodePacket', () => {
  const readings = constantFrom(
    { asicVersion: 2, fifoDiagnostics: false },
    { asicVersion: 2, fifoDiagnostics: true },
    { asicVersion: 3 },
  );

  it('keep every bit of v2 and v3', () => {
    assert(
      property(tuple(packetBits, readings), ([bits, options]) => {
        expect(encodePacket(decodePacket(bits, options as { asicVersion: 2 | 3 }) as PacketDraft)).toEqual(bits);
      }),
      { numRuns: 1000 },
    );
  });

  it('keep every field of v1', () => {
    assert(
      property(packetBits, (bits) => {
        const packet = decodePacket({ low: bits.low, high: bits.high & 0xff_ffff }, { asicVersion: 1 });
        const encoded = encodePacket(packet);
        // Bits that no field covers are gone, so the parity that was sent need not be the right one any more.
        expect(decodePacket(encoded, { asicVersion: 1 })).toEqual({
          ...packet,
          validParity: hasValidParity(encoded, 1),
        });
        expect(bitsOf(encoded, 54, 63)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('make a packet of some fields valid, the others being 0', () => {
    const versions = constantFrom(
      { asicVersion: 2, type: 'data' },
      { asicVersion: 3, type: 'data' },
      { asicVersion: 1, type: 'data' },
    );
    assert(
      property(packetBits, versions, ({ low }, version) => {
        const { asicVersion } = version;
        const bits = encodePacket({ ...version, timestamp: low % 2 ** 24 });
        expect(decodePacket(bits, { asicVersion })).toMatchObject({
          chipId: 0,
          timestamp: low % 2 ** 24,
          validParity: true,
        });
      }),
    );
    expect(decodePacket(encodePacket({ type: 'config-read', chipId: 7, parity: 1 }))).toMatchObject({
      chipId: 7,
      parity: 1,
      validParity: false,
    });
  });

  it.each([
    ['chipId', { type: 'data', chipId: 256 }],
    ['channelId', { type: 'data', channelId: 64 }],
    ['timestamp', { type: 'data', timestamp: 2 ** 31 }],
    ['timestamp', { type: 'data', timestamp: 2 ** 16, fifoDiagnostics: true }],
    ['localFifoEvents', { type: 'test', localFifoEvents: 1 }],
    ['sharedFifoEvents', { type: 'data', sharedFifoEvents: 4096, fifoDiagnostics: true }],
    ['dataword', { type: 'data', dataword: 256 }],
    ['parity', { type: 'data', parity: 2 }],
    ['registerData', { type: 'config-write', registerData: 1.5 }],
    ['timestamp', { asicVersion: 3, type: 'data', timestamp: 2 ** 28 }],
    ['dataword', { asicVersion: 3, type: 'data', dataword: 1024 }],
    ['magic', { asicVersion: 3, type: 'config-read', magic: -1 }],
    ['payloadLow', { asicVersion: 3, type: 'undefined', payloadLow: 2 ** 22 }],
    ['channelId', { asicVersion: 1, type: 'data', channelId: 128 }],
    ['dataword', { asicVersion: 1, type: 'data', dataword: 3 }],
    ['counter', { asicVersion: 1, type: 'test', counter: 2 ** 16 }],
  ] as [string, PacketDraft][])('refuse a %s that does not fit %j', (field, packet) => {
    expect(() => encodePacket(packet)).toThrow(RangeError);
    expect(() => encodePacket(packet)).toThrow(new RegExp(`^${field} is`));
  });

  it('refuse a version or a type that there is not, and diagnostics where there are none', () => {
    const bits = { low: 0, high: 0 };
    expect(() => decodePacket(bits, { asicVersion: 4 as 3 })).toThrow(TypeError);
    expect(() => decodePacket(bits, { asicVersion: 3, fifoDiagnostics: true })).toThrow(/v2 only/);
    expect(() => decodePacket(bits, { asicVersion: 1, fifoDiagnostics: true })).toThrow(TypeError);
    const wrong = [
      { asicVersion: 4, type: 'data' },
      { asicVersion: 2, type: 'undefined' },
      { asicVersion: 3, type: 'test' },
      { asicVersion: 1, type: 'undefined' },
    ];
    for (const packet of wrong) expect(() => encodePacket(packet as unknown as PacketDraft)).toThrow(TypeError);
  });
});

describe('parityOf', () => {
  it('makes the number of ones odd', () => {
    assert(
      property(packetBits, (bits) => {
        const ones = (packetToBigInt(bits) & (2n ** 63n - 1n)).toString(2).replaceAll('0', '').length;
        expect(parityOf(bits)).toBe(1 - (ones % 2));
        expect(hasValidParity(bits)).toBe(bits.high >>> 31 === parityOf(bits));
      }),
      { numRuns: 1000 },
    );
  });

  it('does the same for the 54 bits of v1, whatever lies above them', () => {
    assert(
      property(packetBits, (bits) => {
        const ones = bitsOf(bits, 0, 52).toString(2).replaceAll('0', '').length;
        expect(parityOf(bits, 1)).toBe(1 - (ones % 2));
        expect(hasValidParity(bits, 1)).toBe(bitsOf(bits, 53, 53) === parityOf(bits, 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds packets of zeros or ones only invalid', () => {
    expect(hasValidParity({ low: 0, high: 0 })).toBe(false);
    expect(hasValidParity({ low: 0xffff_ffff, high: 0xffff_ffff })).toBe(false);
    expect(hasValidParity({ low: 0, high: 0x8000_0000 })).toBe(true);
    expect(hasValidParity({ low: 0, high: 1 << 21 }, 1)).toBe(true);
    expect(hasValidParity({ low: 0, high: 1 << 22 }, 1)).toBe(false);
  });
});
