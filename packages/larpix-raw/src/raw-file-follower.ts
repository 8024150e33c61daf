import { Hdf5Error, isHdf5Error, type Hdf5Adapter, type VariableLength } from '@h5tail/adapter';
import {
  BatchIterator,
  ExtentFollower,
  retryWhileGrowing,
  systemClock,
  type FollowEnd,
  type FollowOptions,
  type FollowState,
  type FollowStatus,
  type ReadyRange,
} from '@h5tail/follower';
import { requireVersionTexts } from './format/format-version.js';
import { ioGroupsOf, type HeaderFields } from './format/header-dataset.js';
import { inTermsOfRepair } from './format/in-terms-of-repair.js';
import { commonLength, openForReading, requireReadable, type RawFile } from './format/raw-file.js';
import type { StoredVersions } from './format/raw-file-meta.js';
import type { IoGroups } from './messages/io-groups.js';
import { BatchRows } from './reading/batch-rows.js';
import { readRows } from './reading/read-rows.js';
import { WrittenHeaders } from './reading/written-headers.js';

const usualRetryBudgetMs = 2000;

/** Options of {@link RawFileFollower.open}. */
export interface RawFileFollowerOptions extends Omit<FollowOptions, 'finished' | 'from'> {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
  /** First message to hand out; negative counts from the end that the file has at the beginning. Default: 0. */
  readonly from?: number;
  /** Messages of a batch at most. Default: as many as are about 4 MiB, and 65,536 at most. */
  readonly batchSize?: number;
  /** As for `fromRawFile`. */
  readonly version?: string;
  /** As for `fromRawFile`. */
  readonly ioVersion?: string;
  /** How long to try to open the file or read a batch while its writer is in the middle of a change, in milliseconds. Default: 2000. */
  readonly retryBudgetMs?: number;
  /**
   * Whether the follow ends when the file is closed by its writer. Programs that open and close the file for each write say so
   * between any two of them, so this is for writers that keep it open, as `RawFileWriter` does. Default: false.
   */
  readonly endWhenClosed?: boolean;
}

/** Messages that came together. */
export interface RawBatch {
  /** Number of the first one in the file. */
  readonly first: number;
  /** How many there are. */
  readonly count: number;
  /** The messages, in one contiguous buffer plus offsets: the caller's own. */
  readonly messages: VariableLength<Uint8Array>;
  /** The board of each. */
  readonly ioGroups: IoGroups;
  /** All fields of the headers by name. */
  readonly headers: HeaderFields;
  /** Whether these are all that are known to be there. */
  readonly upToDate: boolean;
}

/**
 * Follows a raw file while it is being written: each message once, in order, as soon as it is whole.
 *
 * Iterating is single-pass and goes on where the last iteration stopped.
 *
 * @example
 * ```ts
 * await using follower = await RawFileFollower.open('raw.h5', { adapter: wasmAdapter(), from: -100 });
 * for await (const { first, messages, ioGroups } of follower) process(first, messages, ioGroups);
 * ```
 */
export class RawFileFollower implements AsyncIterable<RawBatch>, AsyncDisposable {
  readonly #raw: RawFile;
  readonly #options: RawFileFollowerOptions;
  readonly #follower: ExtentFollower;
  readonly #rows: BatchRows;

  private constructor(raw: RawFile, options: RawFileFollowerOptions, from: number) {
    this.#raw = raw;
    this.#options = options;
    this.#rows = new BatchRows(options.batchSize);
    // A message counts once it has its header, so the headers are refreshed first.
    const datasets = [raw.headers.dataset, raw.messages];
    const { endWhenClosed = false, clock = systemClock } = options;
    const written = new WrittenHeaders(clock);
    const writtenTo = (start: number, stop: number): Promise<number> =>
      written.upTo(raw, { start, stop, length: stop });
    this.#follower = new ExtentFollower({
      ...options,
      endWhenClosed,
      from,
      datasets,
      writtenTo,
      mostPerRange: () => this.#rows.next,
    });
  }

  /**
   * Opens a file that is there already; see `whenReadable` of `@h5tail/frames` for one that is not.
   *
   * @throws Hdf5Error as `fromRawFile`.
   * @throws RangeError for a number that makes no sense; TypeError for a version that is none.
   */
  static async open(path: string, options: RawFileFollowerOptions): Promise<RawFileFollower> {
    const { adapter, from = 0, signal } = options;
    const { retryBudgetMs: budgetMs = usualRetryBudgetMs, clock = systemClock } = options;
    if (!(budgetMs >= 0)) throw new RangeError(`retryBudgetMs ${budgetMs} is not 0 or more`);
    if (!Number.isSafeInteger(from)) throw new RangeError(`from ${from} is not a whole number`);
    requireVersionTexts(options);
    const raw = await retryWhileGrowing(() => openForReading(path, adapter, signal), { budgetMs, clock, signal });
    try {
      requireReadable(raw, options);
      return new RawFileFollower(raw, options, from < 0 ? Math.max(0, commonLength(raw) + from) : from);
    } catch (error) {
      await raw.file.close();
      throw error;
    }
  }

  /** Absolute path of the file. */
  get path(): string {
    return this.#raw.file.path;
  }

  /** The versions that the file said it has when it was opened. */
  get meta(): StoredVersions {
    return this.#raw.meta;
  }

  /** Next message to hand out: `from` of a later follow that goes on here. */
  get position(): number {
    return this.#follower.position;
  }

  /** Number of messages that are known to be whole. */
  get ready(): number {
    return this.#follower.ready;
  }

  /** Why the last iteration ended; `undefined` while it has not, and after abort, a fault or `break`. */
  get end(): FollowEnd | undefined {
    const { end } = this.#follower;
    return end?.lastError === undefined ? end : { ...end, lastError: inTermsOfRepair(end.lastError) };
  }

  /** What the follow is at. */
  get state(): FollowState {
    return this.#follower.state;
  }

  /** News of the follow; see `Follower.status` of `@h5tail/follower`. */
  status(): AsyncIterableIterator<FollowStatus> {
    return this.#follower.status();
  }

  /** Ends a pending wait now, for those who learn in another way that there is something new. */
  notify(): void {
    this.#follower.notify();
  }

  /**
   * Batches in order. Leaving the iteration loses nothing: the next one goes on behind the last batch handed out. `return()` cuts
   * a pending `next()` short.
   *
   * @throws Hdf5Error `FILE_REPLACED` where the file was written anew; `TRANSIENT_READ` where a batch could not be read for
   * `retryBudgetMs`; `CLOSED`; `BUSY` for a second `next()` while one is pending; the signal's reason.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<RawBatch> {
    return new BatchIterator({
      ranges: this.#follower.ranges(),
      read: (range) => this.#read(range),
      giveBack: (row) => this.#follower.giveBack(row),
    });
  }

  /** Closes the file; a pending iteration ends with `CLOSED`. Closing again does nothing. */
  async close(): Promise<void> {
    await this.#raw.file.close();
    this.#follower.notify();
  }

  /** As {@link RawFileFollower.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #read({ start: first, stop, upToDate }: ReadyRange): Promise<RawBatch> {
    const { retryBudgetMs: budgetMs = usualRetryBudgetMs, clock = systemClock, signal } = this.#options;
    const { messages: dataset, headers: headerDataset, file } = this.#raw;
    const attempt = async (number: number): Promise<RawBatch> => {
      if (number > 0) {
        await headerDataset.dataset.refresh();
        await dataset.refresh();
      }
      const rows = { ranges: [[first, stop]], count: stop - first } as const;
      const { messages, headers } = await readRows(this.#raw, rows, false, signal);
      if (messages === undefined) throw new Hdf5Error('HDF5', 'no messages were read', { file: file.path });
      this.#rows.took(messages.length, messages.values.length);
      const ioGroups = ioGroupsOf(headers, file.path);
      return { first, count: stop - first, messages, ioGroups, headers, upToDate };
    };
    return retryWhileGrowing(attempt, { budgetMs, clock, signal }).catch((error: unknown) => {
      throw isHdf5Error(error) ? inTermsOfRepair(error) : error;
    });
  }
}
