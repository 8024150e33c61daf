import { bitshuffle, deflate, fletcher32, shuffle, type Filter } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { decodingPays } from '../../src/decoding/decoding-pays.js';

const KiB = 1024;
const cacheBytes = 1024 * KiB;

function pays(filters: readonly Filter[], chunks: number, chunkBytes: number, selected = chunks * chunkBytes): boolean {
  return decodingPays({ filters, selected, present: chunks * chunkBytes, chunks, chunkBytes, cacheBytes });
}

it('pays for fewer bytes where decoding takes longer', () => {
  expect(pays([deflate()], 1, 60 * KiB)).toBe(false);
  expect(pays([shuffle(), deflate()], 1, 64 * KiB)).toBe(true);
  expect(pays([bitshuffle()], 1, 127 * KiB)).toBe(false);
  expect(pays([bitshuffle()], 2, 64 * KiB)).toBe(true);
  expect(pays([shuffle(), fletcher32()], 1, 512 * KiB)).toBe(false);
  expect(pays([shuffle(), fletcher32()], 2, 512 * KiB)).toBe(true);
});

it('does not pay for chunks that are hardly larger than what it takes to find them', () => {
  expect(pays([deflate()], 1000, 2 * KiB)).toBe(false);
});

it('leaves parts of chunks to a cache that can hold them', () => {
  expect(pays([deflate()], 1, 1024 * KiB, 100 * KiB)).toBe(false);
  expect(pays([deflate()], 1, 1024 * KiB, 600 * KiB)).toBe(true);
  expect(pays([deflate()], 1, 1025 * KiB, 1)).toBe(true);
});
