import { Hdf5Error } from '@h5tail/adapter';
import { headerBytes, wholeWords, wordCodes } from './message-layout.js';
import type { PacmanMessage } from './message.js';

/**
 * What is wrong with the bytes of a message, as a stable word.
 *
 * | kind | where | meaning |
 * | --- | --- | --- |
 * | `short-header` | 0 | fewer than the 8 bytes of a header; nothing of it is decoded |
 * | `unknown-message-type` | 0 | the first byte is none of a data message, a request or a reply; nothing of it is decoded |
 * | `word-count` | 6 | the header tells of more or fewer words than there are |
 * | `unknown-word-type` | first byte of the word | no word of this type belongs into such a message; it is left out |
 * | `trailing-bytes` | first byte behind the last whole word | bytes that make no word; they are left out |
 */
export type MessageProblemKind =
  'short-header' | 'unknown-message-type' | 'word-count' | 'unknown-word-type' | 'trailing-bytes';

/** One fault of the bytes of a message. */
export interface MessageProblem {
  readonly kind: MessageProblemKind;
  /** The byte of the message where it is. */
  readonly offset: number;
  /** What was expected there and what was found, for people. */
  readonly message: string;
}

/** What takes note of a problem of one message; `found` is the byte or the number that is wrong there. */
export type ReportProblem = (kind: MessageProblemKind, offset: number, found: number) => void;

/** A problem in words. `length` is the message's in bytes; `type` the message's, where it is known. */
export function describeProblem(
  kind: MessageProblemKind,
  offset: number,
  found: number,
  length: number,
  type?: PacmanMessage['type'],
): MessageProblem {
  return { kind, offset, message: `byte ${offset}: ${textOf(kind, found, length, type)}` };
}

function textOf(
  kind: MessageProblemKind,
  found: number,
  length: number,
  type: PacmanMessage['type'] | undefined,
): string {
  switch (kind) {
    case 'short-header':
      return `expected a header of ${headerBytes} bytes, but the message has ${found}`;
    case 'unknown-message-type':
      return `expected a type of message (0x44, 0x3f or 0x21), but found ${hexByte(found)}`;
    case 'word-count':
      return `expected the number of words, which is ${wholeWords(length)}, but found ${found}`;
    case 'unknown-word-type':
      return `expected a word of a ${type ?? 'known'} message (${allowedCodes(type)}), but found ${hexByte(found)}`;
    case 'trailing-bytes':
      return `expected the end of the message or a word of 16 bytes, but ${found} bytes follow`;
  }
}

function allowedCodes(type: PacmanMessage['type'] | undefined): string {
  return type === undefined ? '' : Object.values<number>(wordCodes[type]).map(hexByte).join(', ');
}

function hexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}

/** A problem as an error, for those who take no message with problems. */
export function problemError({ message }: MessageProblem, messageIndex?: number): Hdf5Error {
  const place = messageIndex === undefined ? 'PACMAN message' : `PACMAN message ${messageIndex}`;
  return new Hdf5Error('INVALID_DATA', `${place}, ${message}`, {
    index: messageIndex,
    remedy: "Decode with { mode: 'lenient' } to get what is whole, and a list of what is not",
  });
}
