import { expect, it } from 'vitest';
import { fletcher32 } from '../../src/decoding/fletcher32.js';

/** The definition: sums modulo 65535, in numbers of any size, with 65535 for zero where something was added. */
function byDefinition(bytes: Uint8Array): number {
  let [first, second] = [0n, 0n];
  for (let at = 0; at < bytes.length; at += 2) {
    first += BigInt((bytes[at] as number) * 256 + (bytes[at + 1] ?? 0));
    second += first;
  }
  const modulo = (sum: bigint): bigint => (sum === 0n ? 0n : sum % 65535n || 65535n);
  return Number(modulo(second) * 65536n + modulo(first));
}

it('is the sum of words, and the sum of those sums', () => {
  expect(fletcher32(new Uint8Array())).toBe(0);
  expect(fletcher32(Uint8Array.of(1, 2))).toBe(0x01020102);
  expect(fletcher32(Uint8Array.of(1, 2, 3, 4))).toBe(0x05080406);
  expect(fletcher32(Uint8Array.of(1))).toBe(0x01000100);
});

it.each([1, 2, 719, 720, 721, 722, 1440, 5001, 70_000])('agrees with its definition for %i bytes', (length) => {
  for (const factor of [0, 1, 91, 255]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (factor === 255 ? 255 : (i * i * factor) % 256));
    expect(fletcher32(bytes)).toBe(byDefinition(bytes));
  }
});
