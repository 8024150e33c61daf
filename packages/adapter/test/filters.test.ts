import { describe, expect, it } from 'vitest';
import {
  bitshuffle,
  blosc,
  deflate,
  fletcher32,
  lz4,
  nbit,
  scaleOffset,
  shuffle,
  szip,
  zstd,
  type Filter,
} from '../src/index.js';
import { filterText, missingFilter } from '../src/implementation.js';

describe('filters', () => {
  it.each<[Filter, Filter]>([
    [deflate(), { id: 1, name: 'deflate', options: [4] }],
    [deflate(0), { id: 1, name: 'deflate', options: [0] }],
    [shuffle(), { id: 2, name: 'shuffle', options: [] }],
    [fletcher32(), { id: 3, name: 'fletcher32', options: [] }],
    [szip(), { id: 4, name: 'szip', options: [32, 16] }],
    [szip({ coding: 'entropy', pixelsPerBlock: 8 }), { id: 4, name: 'szip', options: [4, 8] }],
    [nbit(), { id: 5, name: 'n-bit', options: [] }],
    [scaleOffset(), { id: 6, name: 'scale-offset', options: [2, 0] }],
    [scaleOffset({ bits: 12 }), { id: 6, name: 'scale-offset', options: [2, 12] }],
    [scaleOffset({ decimals: 3 }), { id: 6, name: 'scale-offset', options: [0, 3] }],
    [bitshuffle(), { id: 32_008, name: 'bitshuffle', options: [0, 2] }],
    [bitshuffle({ compression: 'none', blockSize: 64 }), { id: 32_008, name: 'bitshuffle', options: [64, 0] }],
    [bitshuffle({ compression: 'zstd', level: 5 }), { id: 32_008, name: 'bitshuffle', options: [0, 3, 5] }],
    [lz4(), { id: 32_004, name: 'lz4', options: [0] }],
    [lz4(65_536), { id: 32_004, name: 'lz4', options: [65_536] }],
    [blosc(), { id: 32_001, name: 'blosc', options: [0, 0, 0, 0, 5, 1, 1] }],
    [
      blosc({ compressor: 'zstd', level: 9, shuffle: 'bits' }),
      { id: 32_001, name: 'blosc', options: [0, 0, 0, 0, 9, 2, 5] },
    ],
    [zstd(), { id: 32_015, name: 'zstd', options: [3] }],
    [zstd(22), { id: 32_015, name: 'zstd', options: [22] }],
  ])('%j is described by registered numbers', (filter, wanted) => {
    expect(filter).toEqual(wanted);
  });

  it.each<[string, (value: number) => Filter, readonly number[]]>([
    ['deflate level', deflate, [-1, 10]],
    ['szip block', (pixelsPerBlock) => szip({ pixelsPerBlock }), [0, 3, 34]],
    ['scale-offset bits', (bits) => scaleOffset({ bits }), [-1, 65]],
    ['scale-offset decimals', (decimals) => scaleOffset({ decimals }), [-1, 309]],
    ['bitshuffle block', (blockSize) => bitshuffle({ blockSize }), [-8, 12, 2 ** 31]],
    ['zstd level of bitshuffle', (level) => bitshuffle({ compression: 'zstd', level }), [0, 23]],
    ['level of bitshuffle with LZ4', (level) => bitshuffle({ level }), [1]],
    ['lz4 block', lz4, [-1, 2 ** 31]],
    ['blosc level', (level) => blosc({ level }), [-1, 10]],
    ['zstd level', zstd, [0, 23]],
  ])('refuse a %s that there is not', (_, create, values) => {
    for (const value of [...values, 1.5, NaN]) expect(() => create(value), `${value}`).toThrow(RangeError);
  });
});

describe('missingFilter', () => {
  it('names each filter by number and name', () => {
    expect(filterText({ id: 32_008 })).toBe('32008 (bitshuffle)');
    expect(filterText({ id: 32_004, name: 'a whole sentence; see there' })).toBe('32004 (lz4)');
    expect(filterText({ id: 32_099, name: 'mine' })).toBe('32099 (mine)');
    expect(filterText({ id: 32_099, name: '' })).toBe('32099');
    const error = missingFilter('read', [{ id: 32_001 }], { file: 'a.h5', object: '/d', remedy: 'Do something' });
    expect(error).toMatchObject({ code: 'FILTER_MISSING', file: 'a.h5', object: '/d', retryable: false });
    expect(error.message).toBe(
      'a.h5 : /d: the chunks need the filter 32001 (blosc), which this backend does not have. Do something',
    );
    expect(missingFilter('write', [{ id: 39_999 }], {}).message).toMatch(/written without the filter 39999/);
  });
});
