import { statSync } from 'node:fs';
import type { Clock } from '@h5tail/follower';
import { fileSystemOf, readSuperblock } from '@h5tail/local-file';
import { ioGroupsOf, readHeaders } from '../format/header-dataset.js';
import { readMessages } from '../format/message-dataset.js';
import type { RawFile } from '../format/raw-file.js';

/** For how long a file does not change while its writer is in the middle of a call. */
const quietMs = 200;
/** Of a call with less, HDF5 keeps all in memory until it is flushed: its cache of metadata begins with 2 MiB. */
const fewBytes = 512 * 1024;

/** Some rows, and how many the file has. */
export interface RowsInFile {
  readonly start: number;
  readonly stop: number;
  readonly length: number;
}

/**
 * Tells headers that are 0 from those that are not written yet.
 *
 * Programs that open and close the file for each call extend both datasets first. While they write the messages, HDF5 may put
 * the extent of the headers into the file before the headers: they then read as board 0. What does not look like that is
 * taken at once, and so are all boards of a file that is closed. It looks like that where a chunk of headers is not stored, or
 * where the last chunk ends with zeros for many bytes of messages. Such a board 0 counts
 *
 * - when the file has grown since: one call is over before the next one begins;
 * - when the file has grown twice without having been closed in between, which would show in its superblock: its writer keeps
 *   it open, and a writer that does so extends the headers last, as `RawFileWriter` does;
 * - when the file has not changed for a while.
 */
export class WrittenHeaders {
  readonly #clock: Clock;
  /** Length when the file was seen to grow last; `undefined` before it is seen. */
  #length: number | undefined;
  /** Rows that were there before that. */
  #settled = 0;
  /** End of the file in its superblock at that time: another one after each time that it is closed. */
  #sessionAtGrowth: number | undefined;
  #isKeptOpen = false;
  #lastChange = '';
  #unchangedSince = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * How far rows are written, by what the last refresh saw.
   *
   * @returns A row from `start` to `stop`, before which all are.
   */
  async upTo(raw: RawFile, { start, stop, length }: RowsInFile): Promise<number> {
    const { superblock } = readSuperblock(raw.file.path);
    if (superblock?.writer !== 'writing' && superblock?.writer !== 'swmr-writing') {
      await raw.headers.dataset.refresh();
      return stop;
    }
    this.#takeGrowth(length, superblock.endOfFile);
    if (this.#isKeptOpen) return stop;
    const from = Math.min(stop, Math.max(start, this.#settled));
    const zero = from === stop ? stop : await firstZero(raw, from, stop);
    if (zero === stop || this.#isQuiet(raw.file.path)) return stop;
    if (!(await areStored(raw, zero, length))) return zero;
    const tail = await zerosAtEnd(raw, zero, length);
    if (tail >= stop || (await bytesBetween(raw, tail, length)) < fewBytes) return stop;
    return tail;
  }

  #takeGrowth(length: number, session: number | undefined): void {
    const isSameSession = session !== undefined && session === this.#sessionAtGrowth;
    if (!isSameSession) this.#isKeptOpen = false;
    if (this.#length === undefined) {
      this.#length = length;
      return;
    }
    if (length <= this.#length) return;
    this.#isKeptOpen ||= isSameSession;
    this.#settled = this.#length;
    this.#length = length;
    this.#sessionAtGrowth = session;
  }

  #isQuiet(path: string): boolean {
    const { mtimeMs, size } = statSync(path);
    // The clock of a file server may be another one.
    if (!fileSystemOf(path).shared && Date.now() - mtimeMs >= quietMs) return true;
    const change = `${mtimeMs} ${size}`;
    const now = this.#clock.now();
    if (change !== this.#lastChange) [this.#lastChange, this.#unchangedSince] = [change, now];
    return now - this.#unchangedSince >= quietMs;
  }
}

/** Whether all chunks of headers are stored from a row on. They are written together, when all of a call are in memory. */
async function areStored({ headers: { dataset } }: RawFile, start: number, length: number): Promise<boolean> {
  const chunkLength = dataset.chunks?.[0];
  if (chunkLength === undefined) return true;
  if (dataset.chunkInfo === undefined) return false;
  for (let row = start - (start % chunkLength); row < length; row += chunkLength) {
    if ((await dataset.chunkInfo([row])) === null) return false;
  }
  return true;
}

/** The first of the zeros that the last chunk ends with, from `start` on; `length` where it ends with another board. */
async function zerosAtEnd(raw: RawFile, start: number, length: number): Promise<number> {
  const chunkLength = raw.headers.dataset.chunks?.[0] ?? length;
  const first = Math.max(start, length - 1 - ((length - 1) % chunkLength));
  const ioGroups = ioGroupsOf(await readHeaders(raw.headers, first, length, undefined), raw.file.path);
  return first + ioGroups.findLastIndex((ioGroup) => ioGroup !== 0) + 1;
}

async function bytesBetween(raw: RawFile, start: number, stop: number): Promise<number> {
  return (await readMessages(raw.messages, start, stop, undefined)).values.length;
}

async function firstZero(raw: RawFile, start: number, stop: number): Promise<number> {
  const ioGroups = ioGroupsOf(await readHeaders(raw.headers, start, stop, undefined), raw.file.path);
  const zero = ioGroups.indexOf(0);
  return zero < 0 ? stop : start + zero;
}
