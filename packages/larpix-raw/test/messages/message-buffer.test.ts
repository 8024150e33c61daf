import { VariableLength } from '@h5tail/adapter';
import { array, assert, boolean, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageBuffer } from '../../src/messages/message-buffer.js';
import type { MessageBatch } from '../../src/messages/message-batch.js';
import { anyMessages, numbersOf } from './message-lists.js';

let nextGroup = 0;
const batchOf = (messages: readonly Uint8Array[]): MessageBatch => ({
  messages: VariableLength.ofBytes(messages),
  ioGroups: Uint8Array.from(messages, () => nextGroup++),
});

describe('a message buffer', () => {
  it('gives what was added since it was taken from last, in order', () => {
    const check = property(array(tuple(anyMessages, boolean()), { maxLength: 30 }), (steps) => {
      const buffer = new MessageBuffer();
      let kept: MessageBatch[] = [];
      const compare = (): void => {
        const expected = kept.flatMap(({ messages }) => numbersOf(messages));
        expect([buffer.length, buffer.byteLength]).toEqual([expected.length, expected.flat().length]);
        const { messages, ioGroups } = buffer.take();
        expect(numbersOf(messages)).toEqual(expected);
        expect([...ioGroups]).toEqual(kept.flatMap((batch) => [...batch.ioGroups]));
        expect([buffer.length, buffer.byteLength]).toEqual([0, 0]);
        kept = [];
      };
      for (const [messages, isTaken] of steps) {
        const batch = batchOf(messages);
        buffer.add(batch);
        kept.push(batch);
        if (isTaken) compare();
      }
      compare();
    });
    assert(check);
  });

  it('grows by number and by bytes, whatever is more at once', () => {
    const buffer = new MessageBuffer();
    const many = batchOf(Array.from({ length: 1000 }, (_, i) => Uint8Array.of(i)));
    const long = batchOf([new Uint8Array(1_000_000).fill(7), Uint8Array.of(8)]);
    for (const batch of [many, long, many]) buffer.add(batch);
    expect([buffer.length, buffer.byteLength]).toEqual([2002, 1_002_001]);
    const { messages, ioGroups } = buffer.take();
    expect(messages.at(999)).toEqual(Uint8Array.of(231));
    expect([messages.at(1000).length, messages.at(1000).every((byte) => byte === 7)]).toEqual([1_000_000, true]);
    expect([messages.at(1001), messages.at(2001)]).toEqual([Uint8Array.of(8), Uint8Array.of(231)]);
    expect([...ioGroups]).toEqual([...many.ioGroups, ...long.ioGroups, ...many.ioGroups]);
  });

  it('copies what is added, and gives what is taken away', () => {
    const buffer = new MessageBuffer();
    const batch = batchOf([Uint8Array.of(1, 2)]);
    const [group] = batch.ioGroups;
    buffer.add(batch);
    batch.messages.values.fill(9);
    batch.ioGroups.fill(9);
    const taken = buffer.take();
    buffer.add(batchOf([Uint8Array.of(5, 6)]));
    expect([numbersOf(taken.messages), [...taken.ioGroups]]).toEqual([[[1, 2]], [group]]);
  });

  it('is empty at first', () => {
    const { messages, ioGroups } = new MessageBuffer().take();
    expect([messages.length, ioGroups.length]).toEqual([0, 0]);
  });
});
