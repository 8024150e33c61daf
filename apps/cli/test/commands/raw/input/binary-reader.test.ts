import { describe, expect, it } from 'vitest';
import { BinaryReader } from '../../../../src/commands/raw/input/binary-reader.js';
import { binaryOf, hexOf, testMessages } from '../raw-files.js';
import { readInPieces } from './pieces.js';

const messages = testMessages(40);
const input = binaryOf(messages);

describe('BinaryReader', () => {
  it.each([1, 2, 5, 7, 1000, 65_536, input.length])('reads the same messages from pieces of %d bytes', (size) => {
    expect(readInPieces(new BinaryReader(), input, size)).toEqual({ messages, fault: undefined });
  });

  it('hands out a message with the piece that completes it', () => {
    const reader = new BinaryReader();
    expect(reader.push(Uint8Array.of(1, 2, 0, 0, 0, 7)).messages.length).toBe(0);
    expect(reader.unfinishedBytes).toBe(6);
    const { messages: read, ioGroups } = reader.push(Uint8Array.of(8, 9));
    expect(Array.from(read, hexOf)).toEqual(['0708']);
    expect([...ioGroups]).toEqual([1]);
    expect(reader.unfinishedBytes).toBe(1);
  });

  it.each([1, 3, 100])('refuses an input that ends in a message, at its byte, in pieces of %d bytes', (size) => {
    const whole = binaryOf(messages.slice(0, 3));
    const inMessage = Buffer.concat([whole, Uint8Array.of(9, 4, 0, 0, 0, 1)]);
    const { messages: read, fault } = readInPieces(new BinaryReader(), inMessage, size);
    expect(read).toEqual(messages.slice(0, 3));
    expect(fault?.statement).toBe(
      `byte ${whole.length}: the input ends in a message: 3 of its 9 bytes (head included) are missing`,
    );
    expect(fault?.place).toBe(whole.length);
    const inHead = readInPieces(new BinaryReader(), Buffer.concat([whole, Uint8Array.of(9)]), size);
    expect(inHead.fault?.statement).toBe(
      `byte ${whole.length}: the input ends in a message: 4 of its head of 5 bytes are missing`,
    );
  });

  it('refuses a length beyond reason at once, with the messages before it', () => {
    const broken = Buffer.concat([binaryOf(messages.slice(1, 3)), Uint8Array.of(1, 0, 0, 0, 255, 1, 2, 3)]);
    const reader = new BinaryReader();
    const { messages: read, fault } = reader.push(broken);
    expect(read.length).toBe(2);
    expect(fault?.statement).toMatch(
      /^byte 121: the message says that it has 4278190080 bytes, and 134217728 are the most$/,
    );
  });
});
