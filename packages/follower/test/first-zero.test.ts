import { describe, expect, it } from 'vitest';
import { firstZero, zerosFrom } from '../src/first-zero.js';

describe('firstZero', () => {
  it.each([
    ['int8', Int8Array.of(1, -1, 0, 1), 2],
    ['uint16', Uint16Array.of(7, 65535), 2],
    ['int32', Int32Array.of(7, -3, 2), 3],
    ['int64', BigInt64Array.of(1n, -5n, 0n), 2],
    ['uint64 without a zero', BigUint64Array.of(1n, 2n ** 63n), 2],
    ['float64 that would underflow in a product', Float64Array.of(1e-200, 1e-300), 2],
    ['NaN and infinity, which are set', Float32Array.of(NaN, Infinity, 0), 2],
    ['minus zero, which is zero', Float64Array.of(1, -0), 1],
    ['nothing', new Int32Array(0), 0],
  ])('%s', (_, data, place) => {
    expect(firstZero(data)).toBe(place);
  });
});

describe('zerosFrom', () => {
  it.each([
    ['some', Int8Array.of(1, 0, 0, 3, 0), 1, 2],
    ['all to the end', BigInt64Array.of(1n, 0n, 0n), 1, 2],
    ['none before NaN', Float64Array.of(NaN, 0), 0, 0],
    ['minus zero too', Float64Array.of(-0, 0, 5e-324), 0, 2],
    ['none at the end', Uint8Array.of(1), 1, 0],
  ])('counts %s', (_, data, place, count) => {
    expect(zerosFrom(data, place)).toBe(count);
  });
});
