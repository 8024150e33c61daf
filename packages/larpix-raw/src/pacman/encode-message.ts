import { errorTextBytes, headerBytes, messageCodes, mostWords, wordBytes, wordCodes } from './message-layout.js';
import type { DataMessage, PacmanMessage, PacmanWord, ReplyMessage, RequestMessage } from './message.js';
import { writeU32, type PacketBits } from './packet-bits.js';
import { requireUnsigned } from './require-unsigned.js';

/** A message to encode. The words are counted; `wordCount` may be left out. */
export type PacmanMessageDraft = Draft<DataMessage> | Draft<RequestMessage> | Draft<ReplyMessage>;

type Draft<M extends PacmanMessage> = Omit<M, 'wordCount'> & { readonly wordCount?: number | undefined };

/**
 * The bytes of a message in a new array, 8 for the header and 16 for each word: the inverse of `decodeMessage`. Padding is 0.
 *
 * @example
 * ```ts
 * const ping = encodeMessage({ type: 'request', seconds: 0, words: [{ type: 'ping' }] });
 * ```
 *
 * @throws RangeError where a value does not fit its field, where there are more than 65535 words, or where `wordCount` is
 *   given and is not the number of words.
 * @throws TypeError where a word does not belong into a message of this type.
 */
export function encodeMessage(message: PacmanMessageDraft): Uint8Array {
  const { type, seconds, words, wordCount = words.length } = message;
  if (words.length > mostWords) throw new RangeError(`${words.length} words, but a message has at most ${mostWords}`);
  if (wordCount !== words.length) {
    throw new RangeError(`wordCount is ${wordCount}, but there are ${words.length} words`);
  }
  const code: number | undefined = messageCodes[type];
  if (code === undefined) throw new TypeError(`there are no messages of type ${String(type)}`);
  const bytes = new Uint8Array(headerBytes + wordBytes * words.length);
  bytes[0] = code;
  putU32('seconds', bytes, 1, seconds);
  bytes[6] = words.length;
  bytes[7] = words.length >>> 8;
  const codes: Partial<Record<PacmanWord['type'], number>> = wordCodes[type];
  words.forEach((word, i) => putWord(bytes, headerBytes + wordBytes * i, word, codeOf(word, codes, type)));
  return bytes;
}

function codeOf(
  word: PacmanWord,
  codes: Partial<Record<PacmanWord['type'], number>>,
  type: PacmanMessage['type'],
): number {
  const code = codes[word.type];
  if (code === undefined) throw new TypeError(`no word of type ${word.type} belongs into a ${type} message`);
  return code;
}

function putWord(bytes: Uint8Array, at: number, word: PacmanWord, code: number): void {
  bytes[at] = code;
  switch (word.type) {
    case 'data':
      putU8('ioChannel', bytes, at + 1, word.ioChannel);
      putU32('receiptTimestamp', bytes, at + 2, word.receiptTimestamp);
      return putPacket(bytes, at + 8, word.packet);
    case 'tx':
      putU8('ioChannel', bytes, at + 1, word.ioChannel);
      return putPacket(bytes, at + 8, word.packet);
    case 'trigger':
      putU8('triggerType', bytes, at + 1, word.triggerType);
      return putU32('timestamp', bytes, at + 4, word.timestamp);
    case 'sync':
      putU8('syncType', bytes, at + 1, word.syncType);
      bytes[at + 2] = requireUnsigned('clockSource', word.clockSource, 1);
      return putU32('timestamp', bytes, at + 4, word.timestamp);
    case 'write':
    case 'read':
      putU32('register', bytes, at + 4, word.register);
      return putU32('value', bytes, at + 12, word.value);
    case 'error':
      putU8('code', bytes, at + 1, word.code);
      return putText(bytes, at + 2, word.text);
    case 'ping':
    case 'pong':
  }
}

function putU8(field: string, bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = requireUnsigned(field, value, 8);
}

function putU32(field: string, bytes: Uint8Array, at: number, value: number): void {
  writeU32(bytes, at, requireUnsigned(field, value, 32));
}

function putPacket(bytes: Uint8Array, at: number, { low, high }: PacketBits): void {
  putU32('packet.low', bytes, at, low);
  putU32('packet.high', bytes, at + 4, high);
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  if (text.length > errorTextBytes) {
    throw new RangeError(`text has ${text.length} characters, but an error word has room for ${errorTextBytes}`);
  }
  for (let i = 0; i < text.length; i++) putU8(`character ${i} of text`, bytes, at + i, text.charCodeAt(i));
}
