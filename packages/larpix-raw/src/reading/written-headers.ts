import { statSync } from 'node:fs';
import type { Clock } from '@h5tail/follower';
import { fileSystemOf, readSuperblock } from '@h5tail/local-file';
import { ioGroupsOf, readHeaders } from '../format/header-dataset.js';
import type { RawFile } from '../format/raw-file.js';

/** For how long a file does not change while its writer is in the middle of a call. */
const quietMs = 200;

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
 * taken at once, and so are all boards of a file that is closed. A board 0 counts
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
    return zero === stop || this.#isQuiet(raw.file.path) ? stop : zero;
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

async function firstZero(raw: RawFile, start: number, stop: number): Promise<number> {
  const ioGroups = ioGroupsOf(await readHeaders(raw.headers, start, stop, undefined), raw.file.path);
  const zero = ioGroups.indexOf(0);
  return zero < 0 ? stop : start + zero;
}
