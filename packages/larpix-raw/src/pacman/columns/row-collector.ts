import { headerBytes, messageCodes, wholeWords, wordBytes, wordCodes } from '../message-layout.js';
import type { MessageProblemKind } from '../message-problem.js';
import { packetTypes } from '../packet-types.js';
import type { RowStore } from './row-store.js';

/** A constant of its own, because the loop over data words would look it up for every word. */
const dataWord = wordCodes.data.data;

/** What takes note of a problem: message, kind, byte of the message, and what was found there. */
export type ReportColumnProblem = (message: number, kind: MessageProblemKind, offset: number, found: number) => void;

/** Messages whose first bytes lie at multiples of four in some memory. */
export interface AlignedMessages {
  /** The memory, four bytes to a number. */
  readonly words: Int32Array;
  /** Where each message begins, in bytes, and where the last one ends. */
  readonly offsets: Uint32Array;
  /** What to add to an offset to get a byte of `words`. */
  readonly shift: number;
}

/**
 * Makes a row of each packet of messages, in one pass and without an object per message.
 *
 * Bytes are taken four at a time in the order of the machine, which is little-endian as every current machine is.
 */
export class RowCollector {
  readonly #rows: RowStore;
  readonly #report: ReportColumnProblem;
  /** The message that is being read. */
  #message = 0;

  constructor(rows: RowStore, report: ReportColumnProblem) {
    this.#rows = rows;
    this.#report = report;
  }

  /** Adds the rows of the messages `start … stop - 1`. Whatever `report` throws is thrown. */
  collect({ words, offsets, shift }: AlignedMessages, start: number, stop: number): void {
    const rows = this.#rows;
    for (let message = start; message < stop; message++) {
      this.#message = message;
      rows.firstRows[message] = rows.length;
      const offset = offsets[message] as number;
      const length = (offsets[message + 1] as number) - offset;
      if (length < headerBytes) this.#report(message, 'short-header', 0, length);
      else this.#collectMessage(words, (offset + shift) >>> 2, length);
    }
    rows.firstRows[stop] = rows.length;
  }

  #collectMessage(words: Int32Array, at: number, length: number): void {
    const first = words[at] as number;
    const second = words[at + 1] as number;
    const type = first & 0xff;
    const isData = type === messageCodes.data;
    if (!isData && type !== messageCodes.request && type !== messageCodes.reply) {
      this.#report(this.#message, 'unknown-message-type', 0, type);
      return;
    }
    const rows = this.#rows;
    const count = wholeWords(length);
    if (second >>> 16 !== count) this.#report(this.#message, 'word-count', 6, second >>> 16);
    rows.addPacmanRow(packetTypes.timestamp, (first >>> 8) | (second << 24), 0, 0);
    const start = at + headerBytes / 4;
    if (isData) this.#collectDataWords(words, start, count);
    else this.#collectTxWords(words, start, count, type);
    const end = headerBytes + count * wordBytes;
    if (end < length) this.#report(this.#message, 'trailing-bytes', end, length - end);
  }

  #collectDataWords(words: Int32Array, start: number, count: number): void {
    const end = start + 4 * count;
    let at = start;
    while (at < end) {
      at = collectRun(this.#rows, words, at, end);
      if (at === end) return;
      this.#collectPacmanWord(words, at, start);
      at += 4;
    }
  }

  #collectPacmanWord(words: Int32Array, at: number, start: number): void {
    const head = words[at] as number;
    const code = head & 0xff;
    const typeByte = (head >>> 8) & 0xff;
    const timestamp = words[at + 1] as number;
    if (code === wordCodes.data.sync) {
      this.#rows.addPacmanRow(packetTypes.sync, timestamp, typeByte, (head >>> 16) & 1);
    } else if (code === wordCodes.data.trigger) {
      this.#rows.addPacmanRow(packetTypes.trigger, timestamp, typeByte, 0);
    } else {
      this.#reportWord(at, start, code);
    }
  }

  #collectTxWords(words: Int32Array, start: number, count: number, messageType: number): void {
    for (let at = start; at < start + 4 * count; at += 4) {
      const head = words[at] as number;
      const code = head & 0xff;
      if (code === wordCodes.request.tx) {
        this.#rows.addTxRow(words[at + 2] as number, words[at + 3] as number, (head >>> 8) & 0xff);
      } else if (!isWithoutPacket(code, messageType)) {
        this.#reportWord(at, start, code);
      }
    }
  }

  #reportWord(at: number, start: number, code: number): void {
    this.#report(this.#message, 'unknown-word-type', headerBytes + 4 * (at - start), code);
  }
}

/** Adds rows for data words up to the first other word, and returns where that is. The loop that decides on speed. */
function collectRun(rows: RowStore, words: Int32Array, start: number, end: number): number {
  const { cells, highAt, receiptAt, ioChannel } = rows;
  let row = rows.length;
  let at = start;
  for (; at < end; at += 4) {
    const head = words[at] as number;
    if ((head & 0xff) !== dataWord) break;
    cells[row] = words[at + 2] as number;
    cells[highAt + row] = words[at + 3] as number;
    cells[receiptAt + row] = (head >>> 16) | ((words[at + 1] as number) << 16);
    ioChannel[row] = head >>> 8;
    row++;
  }
  rows.length = row;
  return at;
}

/** Whether a request or reply may have a word of this kind, which is not tx. */
function isWithoutPacket(code: number, messageType: number): boolean {
  const { ping, write, read } = wordCodes.request;
  if (code === ping || code === write || code === read) return true;
  return code === wordCodes.reply.error && messageType === messageCodes.reply;
}
