import { isHdf5Error, VariableLength } from '@h5tail/adapter';
import { anything, array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageBatch, type IoGroupInput, type MessageInput } from '../../src/messages/message-batch.js';
import { anyMessages, numbersOf } from './message-lists.js';

const path = '/data/raw.h5';

describe('a message batch', () => {
  it('packs any messages with their boards', () => {
    const check = property(anyMessages, integer({ min: 0, max: 255 }), (messages, group) => {
      const boards = messages.map((_, i) => (group + i) % 256);
      const one = messageBatch(messages, boards, path);
      expect([numbersOf(one.messages), [...one.ioGroups]]).toEqual([numbersOf(messages), boards]);
      const same = messageBatch(new Set(messages), group, path);
      expect([...same.ioGroups]).toEqual(boards.map(() => group));
      expect(numbersOf(same.messages)).toEqual(numbersOf(messages));
    });
    assert(check);
  });

  it('takes packed messages and bytes of boards as they are', () => {
    const packed = VariableLength.ofBytes([Uint8Array.of(1), Uint8Array.of(2, 3)]);
    const boards = Uint8Array.of(4, 5);
    const { messages, ioGroups } = messageBatch(packed, boards, path);
    expect(messages).toBe(packed);
    expect(ioGroups).toBe(boards);
  });

  it('takes views of other numbers as their bytes', () => {
    const { messages } = messageBatch(
      [Uint16Array.of(1, 256), new DataView(Uint8Array.of(9, 8, 7).buffer, 1)],
      0,
      path,
    );
    expect(numbersOf(messages)).toEqual([
      [1, 0, 0, 1],
      [8, 7],
    ]);
  });

  it('either takes a board or tells that it is none', () => {
    const check = property(array(anything(), { maxLength: 3 }), (boards) => {
      const messages = boards.map(() => Uint8Array.of(1));
      const areRight = boards.every(
        (board) => typeof board === 'number' && Number.isInteger(board) && board >= 0 && board <= 255,
      );
      expect(outcome(messages, boards as number[])).toBe(areRight ? 'taken' : 'INVALID_DATA');
    });
    assert(check);
  });

  it('takes nothing but bytes for messages', () => {
    const check = property(array(anything(), { minLength: 1, maxLength: 3 }), (messages) => {
      const areBytes = messages.every((message) => ArrayBuffer.isView(message) || message instanceof ArrayBuffer);
      expect(outcome(messages as Uint8Array[], 0)).toBe(areBytes ? 'taken' : 'INVALID_DATA');
    });
    assert(check);
  });

  it.each([0, 255, -0])('takes %d for all', (board) => {
    expect(outcome([Uint8Array.of(1)], board)).toBe('taken');
  });

  it('names file, message and remedy', () => {
    expect(() => messageBatch([Uint8Array.of(1), 5] as unknown as Uint8Array[], 0, path)).toThrow(
      expect.objectContaining({
        code: 'INVALID_DATA',
        file: path,
        index: 1,
        message: `${path} : /msgs: message 1 is not bytes but number. Give a Uint8Array`,
      }) as Error,
    );
  });
});

function outcome(messages: MessageInput, boards: IoGroupInput): string {
  try {
    messageBatch(messages, boards, path);
    return 'taken';
  } catch (error) {
    return isHdf5Error(error) ? error.code : String(error);
  }
}
