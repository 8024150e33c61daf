import type { PacmanMessage, PacmanWord } from './message.js';

/** Bytes of a header: type, u32 seconds, padding, u16 number of words; little-endian. (PACMAN message format 0.0.) */
export const headerBytes = 8;

/** Bytes of a word, of which the first says what it is. */
export const wordBytes = 16;

/** The most words that a header can tell of. */
export const mostWords = 0xffff;

/** Bytes of the text of an error word. */
export const errorTextBytes = 14;

/** The first byte of a message. */
export const messageCodes = { data: 0x44, request: 0x3f, reply: 0x21 } as const satisfies Record<
  PacmanMessage['type'],
  number
>;

/** The first byte of each word that may stand in a message of a type. */
export const wordCodes = {
  data: { data: 0x44, trigger: 0x54, sync: 0x53 },
  request: { ping: 0x50, write: 0x57, read: 0x52, tx: 0x44 },
  reply: { pong: 0x50, write: 0x57, read: 0x52, tx: 0x44, error: 0x45 },
} as const satisfies Record<PacmanMessage['type'], Partial<Record<PacmanWord['type'], number>>>;

/** The type of a message by its first byte. */
export function messageTypeOf(code: number): PacmanMessage['type'] | undefined {
  if (code === messageCodes.data) return 'data';
  if (code === messageCodes.request) return 'request';
  return code === messageCodes.reply ? 'reply' : undefined;
}

/** How many whole words fit behind the header into a message of so many bytes, 8 or more, whatever its header says. */
export function wholeWords(messageBytes: number): number {
  return (messageBytes - headerBytes) >>> 4;
}
