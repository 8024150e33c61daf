import { describe, expect, it } from 'vitest';
import { VariableLength } from '../src/index.js';

describe('VariableLength', () => {
  it('packs byte strings', () => {
    const packed = VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
    expect(packed.values).toEqual(Uint8Array.of(1, 2, 3));
    expect(packed.offsets).toEqual(Uint32Array.of(0, 2, 2, 3));
    expect(packed.length).toBe(3);
    expect([...packed]).toEqual([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
  });

  it('packs nothing', () => {
    const packed = VariableLength.ofBytes([]);
    expect(packed.length).toBe(0);
    expect([...packed]).toEqual([]);
  });

  it('copies the byte strings', () => {
    const bytes = Uint8Array.of(1);
    const packed = VariableLength.ofBytes([bytes]);
    bytes[0] = 9;
    expect(packed.at(0)).toEqual(Uint8Array.of(1));
  });

  it('gives views of typed arrays, and copies of others', () => {
    const numbers = new VariableLength(Float64Array.of(0.5, 1.5, 2.5), Uint32Array.of(0, 1, 3));
    expect(numbers.at(1)).toEqual(Float64Array.of(1.5, 2.5));
    expect(numbers.at(1).buffer).toBe(numbers.values.buffer);
    const texts = new VariableLength(['a', 'b', 'c'], Uint32Array.of(0, 2, 3));
    expect(texts.at(0)).toEqual(['a', 'b']);
  });

  it('gives some of its sequences, with views of typed arrays and copies of others', () => {
    const packed = VariableLength.ofBytes([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3), Uint8Array.of(4)]);
    const middle = packed.slice(1, 3);
    expect([...middle]).toEqual([Uint8Array.of(), Uint8Array.of(3)]);
    expect([...middle.offsets]).toEqual([0, 0, 1]);
    expect(middle.values.buffer).toBe(packed.values.buffer);
    expect([...packed.offsets]).toEqual([0, 2, 2, 3, 4]);
    expect(Array.from(packed.slice(4, 4))).toEqual([]);
    const texts = new VariableLength(['a', 'b', 'c'], Uint32Array.of(0, 2, 3));
    expect(Array.from(texts.slice(1, 2))).toEqual([['c']]);
  });

  it('has no sequences beyond its ends', () => {
    const packed = VariableLength.ofBytes([Uint8Array.of(1)]);
    for (const index of [-1, 1, 0.5, NaN]) expect(() => packed.at(index)).toThrow(RangeError);
    const bounds: [number, number][] = [
      [-1, 1],
      [0, 2],
      [1, 0],
      [0, 0.5],
    ];
    for (const [start, stop] of bounds) expect(() => packed.slice(start, stop)).toThrow(RangeError);
  });

  it('refuses offsets that do not fit', () => {
    const wrong = [[], [1, 2], [0, 1], [0, 3], [0, 2, 1, 2]];
    for (const offsets of wrong) {
      expect(() => new VariableLength(Uint8Array.of(1, 2), Uint32Array.from(offsets))).toThrow(RangeError);
    }
  });
});
