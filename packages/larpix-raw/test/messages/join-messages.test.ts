import { VariableLength } from '@h5tail/adapter';
import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asSigned, joinMessages, pickMessages } from '../../src/messages/join-messages.js';
import { anyMessages, numbersOf } from './message-lists.js';

const three = VariableLength.ofBytes([Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3, 4, 255)]);

describe('joining', () => {
  it('gives the messages of all lists in order', () => {
    const check = property(array(anyMessages, { maxLength: 5 }), (lists) => {
      const joined = joinMessages(lists.map((list) => VariableLength.ofBytes(list)));
      expect(numbersOf(joined)).toEqual(numbersOf(lists.flat()));
      expect(joined.offsets[0]).toBe(0);
      expect(joined.offsets.at(-1)).toBe(joined.values.length);
    });
    assert(check);
  });

  it('gives a single list as it is, and nothing of nothing', () => {
    expect(joinMessages([three])).toBe(three);
    expect([joinMessages([]).length, joinMessages([]).values.length]).toEqual([0, 0]);
  });
});

describe('picking', () => {
  it('gives messages in any order, also repeatedly', () => {
    const check = property(anyMessages, array(nat(), { maxLength: 20 }), (messages, numbers) => {
      const places = messages.length === 0 ? [] : numbers.map((number) => number % messages.length);
      const picked = pickMessages(VariableLength.ofBytes(messages), places);
      expect(numbersOf(picked)).toEqual(numbersOf(places.map((place) => messages[place] ?? [])));
    });
    assert(check);
  });

  it('copies', () => {
    const picked = pickMessages(three, Uint32Array.of(2));
    picked.values.fill(0);
    expect([...three.at(2)]).toEqual([3, 4, 255]);
  });
});

describe('slicing', () => {
  it('gives what lies between, and leaves the list as it is', () => {
    const check = property(anyMessages, nat(), nat(), (messages, a, b) => {
      const [start, stop] = [a, b].map((n) => n % (messages.length + 1)).toSorted((x, y) => x - y) as [number, number];
      const list = VariableLength.ofBytes(messages);
      const before = [...list.offsets];
      const slice = list.slice(start, stop);
      expect(numbersOf(slice)).toEqual(numbersOf(messages.slice(start, stop)));
      expect(slice.offsets[0]).toBe(0);
      expect([...list.offsets]).toEqual(before);
    });
    assert(check);
  });

  it('views the bytes', () => {
    expect(three.slice(2, 3).values.buffer).toBe(three.values.buffer);
  });
});

describe('signed bytes', () => {
  it('are the same bits, in the same memory, also within other memory', () => {
    const part = three.slice(2, 3);
    const signed = asSigned(part);
    expect(numbersOf(signed)).toEqual([[3, 4, -1]]);
    expect(signed.values.buffer).toBe(three.values.buffer);
  });
});
