import { describe, expect, it } from 'vitest';
import { booleanOf, isNone, numberOf, plainValue, textOf } from '../../../src/model/metadata/stored-value.js';

describe('plainValue', () => {
  it.each<[unknown, unknown]>([
    ['text \0 \0', 'text'],
    [' text', ' text'],
    [5, 5],
    [5n, 5n],
    [true, true],
    [null, null],
    [undefined, null],
    [[], null],
    [['a\0'], 'a'],
    [[['a']], 'a'],
    [
      ['a', 'b '],
      ['a', 'b'],
    ],
    [BigInt64Array.of(1n), 1n],
    [Float32Array.of(1.5, 2), [1.5, 2]],
    [{}, undefined],
    [[{}], undefined],
    [new DataView(new ArrayBuffer(1)), undefined],
    [Symbol('x'), undefined],
  ])('makes %o plain', (stored, plain) => {
    expect(plainValue(stored)).toEqual(plain);
  });
});

describe('readings of plain values', () => {
  it('know the words for nothing', () => {
    for (const value of [null, 'none', 'None', ' NULL ']) expect(isNone(value)).toBe(true);
    for (const value of ['', 'nonesuch', 0, false, []]) expect(isNone(value)).toBe(false);
  });

  it('find numbers', () => {
    const numbers = ['1', '+1.', '-.5', '1e3', '1E-3', 'NaN', 'inf', '-Infinity', 2n, false].map(numberOf);
    expect(numbers).toEqual([1, 1, -0.5, 1000, 0.001, Number.NaN, Infinity, -Infinity, 2, 0]);
    for (const value of ['', '.', '1,5', '1_0', '0x1', 'e3', null, [1, 2]]) expect(numberOf(value)).toBeUndefined();
  });

  it('find booleans', () => {
    for (const value of [true, 1, 1n, 'True', ' yes ', '1']) expect(booleanOf(value)).toBe(true);
    for (const value of [false, 0, 0n, 'FALSE', 'no', '0']) expect(booleanOf(value)).toBe(false);
    for (const value of [2, 'y', null, '']) expect(booleanOf(value)).toBeUndefined();
  });

  it('find text', () => {
    expect([null, 1.5, 7n, true, ['a', ['b', 1]]].map(textOf)).toEqual(['', '1.5', '7', 'true', 'a, b, 1']);
  });
});
