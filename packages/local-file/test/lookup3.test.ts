import { expect, test } from 'vitest';
import { lookup3 } from '../src/index.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

// The values that lookup3.c itself prints in its `driver5`.
test.each([
  ['', 0, 0xdeadbeef],
  ['', 0xdeadbeef, 0xbd5b7dde],
  ['Four score and seven years ago', 0, 0x17770551],
  ['Four score and seven years ago', 1, 0xcd628161],
])('hashes %j with seed %i as the reference does', (value, seed, hash) => {
  expect(lookup3(text(value), seed)).toBe(hash);
});

test('takes lengths around a block of twelve bytes', () => {
  const hashes = [11, 12, 13, 24, 25].map((length) => lookup3(new Uint8Array(length).fill(7)));
  expect(new Set(hashes).size).toBe(hashes.length);
});
