import { dtypes } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { prepareResult } from '../../src/stored-elements/read-result.js';

const memory = {
  pointerSize: 8 as const,
  view: () => new Uint8Array(),
  findZero: () => 0,
  allocate: () => 0,
  store: () => 0,
};
const prepare = (count: number, isFilled: boolean): ReturnType<typeof prepareResult> =>
  prepareResult(dtypes.uint8, count, memory, undefined, isFilled);

it('clears memory unless a read says that it fills all of it, and that is much', () => {
  expect(prepare(2 ** 20, false).isUninitialized).toBe(false);
  expect(prepare(2 ** 20, false).bytes.every((byte) => byte === 0)).toBe(true);
  expect(prepare(1000, true).isUninitialized).toBe(false);
  expect(prepare(2 ** 20, true).isUninitialized).toBe(true);
});

it('hands out memory of its own, of exactly the size', () => {
  const { bytes, finish } = prepare(2 ** 20, true);
  expect(bytes.buffer.byteLength).toBe(2 ** 20);
  bytes.fill(7);
  expect((finish() as Uint8Array).every((byte) => byte === 7)).toBe(true);
});
