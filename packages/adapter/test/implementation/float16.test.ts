import { describe, expect, it } from 'vitest';
import { float16ToNumber, numberToFloat16 } from '../../src/implementation.js';

const every = Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const isNaNBits = (bits: number): boolean => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;

describe('16-bit floats', () => {
  it('come back, for every pattern of bits', () => {
    for (const bits of every) {
      const number = float16ToNumber(bits);
      if (isNaNBits(bits)) expect(number).toBeNaN();
      else if (numberToFloat16(number) !== bits)
        expect.fail(`${bits} becomes ${number} and ${numberToFloat16(number)}`);
    }
  });

  it('have the values that IEEE 754 gives them', () => {
    const table: readonly (readonly [number, number])[] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65_504],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ];
    for (const [bits, number] of table) {
      expect(float16ToNumber(bits)).toBe(number);
      expect(numberToFloat16(number)).toBe(bits);
    }
    expect(isNaNBits(numberToFloat16(NaN))).toBe(true);
  });

  it('are the nearest ones: between any two neighbours, the middle goes to the even one', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [float16ToNumber(bits), float16ToNumber(bits + 1)];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      // Every middle of two 16-bit floats is a 32-bit float, and so are its neighbours at this distance.
      const nearby = (high - low) * 2 ** -10;
      const found = [low, middle - nearby, middle, middle + nearby, high].map(numberToFloat16);
      expect(found, `between ${low} and ${high}`).toEqual([bits, bits, even, bits + 1, bits + 1]);
      expect(numberToFloat16(-middle)).toBe(even + 0x8000);
    }
  });

  it('overflow to infinity and underflow to zero', () => {
    expect(numberToFloat16(65_519)).toBe(0x7bff);
    expect(numberToFloat16(65_520)).toBe(0x7c00);
    expect(numberToFloat16(-1e300)).toBe(0xfc00);
    expect(numberToFloat16(2 ** -25)).toBe(0);
    expect(numberToFloat16(2 ** -25 * 1.001)).toBe(1);
    expect(numberToFloat16(-1e-300)).toBe(0x8000);
  });
});
