import { statSync } from 'node:fs';
import type { Clock } from '@h5tail/follower';
import { fileSystemOf, readSuperblock } from '@h5tail/local-file';
import { ioGroupsOf, readHeaders } from '../format/header-dataset.js';
import { readMessages } from '../format/message-dataset.js';
import type { RawFile } from '../format/raw-file.js';

/** For how long a file does not change while its writer is in the middle of a call. */
const quietMs = 200;
/** Of a call with less, HDF5 keeps all in memory until it is flushed: its cache of metadata begins with 2 MiB. */
const mostBytes = 512 * 1024;
const rowsAtOnce = 256;
const mostLengthsOfCall = 2;

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
 * where one ends with zeros, and many bytes of messages, or an empty one, are behind them. Such a board 0 counts
 *
 * - when the file has grown since: one call is over before the next one begins;
 * - when the file was seen with three lengths without having been closed in between, which would show in its superblock: its
 *   writer keeps it open, and a writer that does so extends the headers last, as `RawFileWriter` does;
 * - when the file has not changed for a while.
 */
export class WrittenHeaders {
  readonly #clock: Clock;
  /** The largest length that was seen. */
  #length = 0;
  /** Rows that were there before the file was seen to grow last. */
  #settled = 0;
  /** End of the file in its superblock: another one after each time that the file is closed. */
  #session: number | undefined;
  /** How many lengths were seen since it was the same. One call has two: before and after it extends the datasets. */
  #lengthsOfSession = 0;
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
    const zeros = from === stop ? undefined : await unwrittenLooks(raw, from, length);
    if (zeros === undefined || zeros.first >= stop || this.#isQuiet(raw.file.path)) return stop;
    if (!(await areStored(raw, zeros.first, length))) return zeros.first;
    if (zeros.doubtful >= stop || (await areFewBytes(raw, zeros.doubtful, length))) return stop;
    return zeros.doubtful;
  }

  #takeGrowth(length: number, session: number | undefined): void {
    const isSameSession = session !== undefined && session === this.#session;
    this.#session = session;
    if (!isSameSession) this.#lengthsOfSession = 1;
    if (length <= this.#length) return;
    if (isSameSession) this.#lengthsOfSession++;
    this.#settled = this.#length;
    this.#length = length;
  }

  get #isKeptOpen(): boolean {
    return this.#lengthsOfSession > mostLengthsOfCall;
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

/** Boards of 0. */
interface Zeros {
  /** The first row with one. */
  readonly first: number;
  /** The first row of zeros that reach to the end of their chunk, or of the file: all after them may be one call. */
  readonly doubtful: number;
}

/** @returns `undefined` where no board from `start` on is 0. */
async function unwrittenLooks(raw: RawFile, start: number, length: number): Promise<Zeros | undefined> {
  const ioGroups = ioGroupsOf(await readHeaders(raw.headers, start, length, undefined), raw.file.path);
  const first = ioGroups.indexOf(0);
  if (first < 0) return undefined;
  const chunkLength = raw.headers.dataset.chunks?.[0] ?? length;
  for (let end = start; end < length;) {
    const begin = end;
    end = Math.min(length, begin - (begin % chunkLength) + chunkLength);
    const zeros = ioGroups.subarray(begin - start, end - start).findLastIndex((ioGroup) => ioGroup !== 0) + 1;
    if (begin + zeros < end) return { first: start + first, doubtful: begin + zeros };
  }
  return { first: start + first, doubtful: length };
}

/**
 * Whether messages are too few bytes for a call in which HDF5 makes room in its cache. No more are read than it takes. One
 * that is empty may be one that is not written yet, as its header.
 */
async function areFewBytes(raw: RawFile, start: number, stop: number): Promise<boolean> {
  let bytes = 0;
  for (let row = start; row < stop && bytes < mostBytes; row += rowsAtOnce) {
    const { values, offsets } = await readMessages(raw.messages, row, Math.min(stop, row + rowsAtOnce), undefined);
    if (offsets.some((offset, i) => i > 0 && offset === offsets[i - 1])) return false;
    bytes += values.length;
  }
  return bytes < mostBytes;
}
