import { errorTextBytes, headerBytes, messageTypeOf, wholeWords, wordBytes, wordCodes } from './message-layout.js';
import { describeProblem, problemError, type MessageProblem, type ReportProblem } from './message-problem.js';
import type { DataMessageWord, PacmanMessage, PacmanWord, ReplyWord, RequestWord } from './message.js';
import { packetBitsAt, readU32 } from './packet-bits.js';

/** What to do about bytes that are no whole message. */
export interface DecodeMessageOptions<M extends 'strict' | 'lenient' = 'strict' | 'lenient'> {
  /** `strict` (default) throws at the first problem; `lenient` decodes what is whole and lists the problems. */
  readonly mode?: M | undefined;
}

/** A message as far as it is whole, and what is wrong with the rest. */
export interface LenientMessage {
  /** Undefined where there is no whole header, or its type is unknown. */
  readonly message: PacmanMessage | undefined;
  /** In the order of their offsets; empty where strict decoding would have thrown nothing. */
  readonly problems: readonly MessageProblem[];
}

/**
 * Decodes one PACMAN message (format 0.0). Nothing of the result shares memory with `bytes`.
 *
 * Words are taken from byte 8 to the end of the message, not as many as the header says; where the two differ, that is a
 * problem. Padding is not looked at.
 *
 * @example
 * ```ts
 * const message = decodeMessage(bytes);
 * if (message.type === 'data') {
 *   for (const word of message.words) if (word.type === 'data') console.log(decodePacket(word.packet));
 * }
 * ```
 *
 * @throws Hdf5Error with code `INVALID_DATA`, telling the byte and what was expected there; never with mode `lenient`.
 */
export function decodeMessage(bytes: Uint8Array, options?: DecodeMessageOptions<'strict'>): PacmanMessage;
export function decodeMessage(bytes: Uint8Array, options: DecodeMessageOptions<'lenient'>): LenientMessage;
export function decodeMessage(bytes: Uint8Array, options?: DecodeMessageOptions): PacmanMessage | LenientMessage;
export function decodeMessage(
  bytes: Uint8Array,
  { mode = 'strict' }: DecodeMessageOptions = {},
): PacmanMessage | LenientMessage {
  const type = messageTypeOf(bytes[0] ?? 0);
  const problems: MessageProblem[] = [];
  const message = decode(bytes, type, (kind, offset, found) => {
    const problem = describeProblem(kind, offset, found, bytes.length, type);
    if (mode === 'strict') throw problemError(problem);
    problems.push(problem);
  });
  // Without a message there is a problem, and strict decoding has thrown it.
  return mode === 'strict' && message !== undefined ? message : { message, problems };
}

function decode(
  bytes: Uint8Array,
  type: PacmanMessage['type'] | undefined,
  report: ReportProblem,
): PacmanMessage | undefined {
  const { length } = bytes;
  if (length < headerBytes) {
    report('short-header', 0, length);
    return undefined;
  }
  if (type === undefined) {
    report('unknown-message-type', 0, bytes[0] as number);
    return undefined;
  }
  const wordCount = (bytes[6] as number) | ((bytes[7] as number) << 8);
  if (wordCount !== wholeWords(length)) report('word-count', 6, wordCount);
  const header = { seconds: readU32(bytes, 1), wordCount };
  const end = headerBytes + wholeWords(length) * wordBytes;
  const message = withWords(bytes, end, type, header, report);
  if (end < length) report('trailing-bytes', end, length - end);
  return message;
}

function withWords(
  bytes: Uint8Array,
  end: number,
  type: PacmanMessage['type'],
  header: { readonly seconds: number; readonly wordCount: number },
  report: ReportProblem,
): PacmanMessage {
  switch (type) {
    case 'data':
      return { type, ...header, words: decodeWords(bytes, end, dataWordAt, report) };
    case 'request':
      return { type, ...header, words: decodeWords(bytes, end, requestWordAt, report) };
    case 'reply':
      return { type, ...header, words: decodeWords(bytes, end, replyWordAt, report) };
  }
}

function decodeWords<W extends PacmanWord>(
  bytes: Uint8Array,
  end: number,
  wordAt: (bytes: Uint8Array, at: number) => W | undefined,
  report: ReportProblem,
): W[] {
  const words: W[] = [];
  for (let at = headerBytes; at < end; at += wordBytes) {
    const word = wordAt(bytes, at);
    if (word === undefined) report('unknown-word-type', at, bytes[at] as number);
    else words.push(word);
  }
  return words;
}

function dataWordAt(bytes: Uint8Array, at: number): DataMessageWord | undefined {
  const kind = bytes[at + 1] as number;
  switch (bytes[at]) {
    case wordCodes.data.data: {
      const receiptTimestamp = readU32(bytes, at + 2);
      return { type: 'data', ioChannel: kind, receiptTimestamp, packet: packetBitsAt(bytes, at + 8) };
    }
    case wordCodes.data.trigger:
      return { type: 'trigger', triggerType: kind, timestamp: readU32(bytes, at + 4) };
    case wordCodes.data.sync: {
      const clockSource = (bytes[at + 2] as number) & 1;
      return { type: 'sync', syncType: kind, clockSource, timestamp: readU32(bytes, at + 4) };
    }
    default:
      return undefined;
  }
}

function requestWordAt(bytes: Uint8Array, at: number): RequestWord | undefined {
  switch (bytes[at]) {
    case wordCodes.request.ping:
      return { type: 'ping' };
    case wordCodes.request.write:
      return { type: 'write', register: readU32(bytes, at + 4), value: readU32(bytes, at + 12) };
    case wordCodes.request.read:
      return { type: 'read', register: readU32(bytes, at + 4), value: readU32(bytes, at + 12) };
    case wordCodes.request.tx:
      return { type: 'tx', ioChannel: bytes[at + 1] as number, packet: packetBitsAt(bytes, at + 8) };
    default:
      return undefined;
  }
}

function replyWordAt(bytes: Uint8Array, at: number): ReplyWord | undefined {
  if (bytes[at] === wordCodes.reply.error) {
    return { type: 'error', code: bytes[at + 1] as number, text: textAt(bytes, at + 2) };
  }
  const word = requestWordAt(bytes, at);
  return word?.type === 'ping' ? { type: 'pong' } : word;
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + errorTextBytes)).replace(/\0+$/, '');
}
