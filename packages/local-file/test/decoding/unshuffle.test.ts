import { expect, it } from 'vitest';
import { unshuffle } from '../../src/decoding/unshuffle.js';

/** As the format describes it: the first bytes of all elements, then the second ones, and so on. */
function shuffled(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / elementBytes);
  return bytes.map((byte, at) => {
    if (at >= count * elementBytes) return byte;
    return bytes[(at % count) * elementBytes + Math.floor(at / count)] as number;
  });
}

it.each([1, 2, 3, 4, 5, 8, 12, 16])(
  'puts elements of %i bytes together again, whatever their number',
  (elementBytes) => {
    for (let length = 0; length < 12 * elementBytes + 5; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + 200) % 256);
      const output = new Uint8Array(length);
      unshuffle(shuffled(bytes, elementBytes), output, elementBytes);
      expect(output).toEqual(bytes);
    }
  },
);

it('works at any place in memory', () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => 255 - i);
  for (const [from, to] of [
    [1, 0],
    [0, 1],
    [3, 2],
    [4, 8],
  ] as const) {
    const input = new Uint8Array(80);
    input.set(shuffled(bytes, 4), from);
    const output = new Uint8Array(80);
    unshuffle(input.subarray(from, from + 64), output.subarray(to, to + 64), 4);
    expect(output.subarray(to, to + 64)).toEqual(bytes);
    expect(output.subarray(to + 64).every((byte) => byte === 0)).toBe(true);
  }
});
