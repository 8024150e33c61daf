import type { Hdf5Error, Hdf5File } from '@h5tail/adapter';
import { agreeOnScan } from './agree-on-scan.js';
import { FinishedFlag } from './finished-flag.js';
import type { FollowEnd, FollowState } from './follow-end.js';
import { FollowIterator } from './follow-iterator.js';
import { FollowLoop } from './follow-loop.js';
import { requireIndex, settle, type FollowSettings, type KeyFollowerOptions } from './key-follower-options.js';
import { KeyPoll } from './key-poll.js';
import { ReadyPrefix } from './ready-prefix.js';
import { ScanShape } from './scan-shape.js';
import type { WakeUp } from './wake-up.js';

/** Points that became ready together: indices `start` to `stop - 1`. */
export interface ReadyRange {
  readonly start: number;
  readonly stop: number;
  /** Whether these were all that were ready at the last poll; false where more wait to be read right away. */
  readonly upToDate: boolean;
}

/**
 * Follows a scan by its key datasets: hands out the index of each point as soon as it may be read, in order, each once.
 *
 * Only the ready prefix is handed out: a point whose key is set waits for those before it. Iterating is single-pass and
 * goes on where the last iteration stopped, so one follower serves one consumer.
 *
 * @example
 * ```ts
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * const follower = new KeyFollower({ keys: [await file.dataset('/entry/keys')] });
 * for await (const index of follower) process(index);
 * follower.end?.reason; // 'complete', 'finished', 'closed' or 'idle-timeout'
 * ```
 */
export class KeyFollower implements AsyncIterable<number> {
  readonly #settings: FollowSettings;
  readonly #scan: ScanShape;
  readonly #prefix: ReadyPrefix;
  readonly #poll: KeyPoll;
  readonly #loop: FollowLoop;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where the keys are not of one scan, `WRONG_DTYPE` where a dataset holds no numbers,
   * `NULL_DATASPACE`.
   * @throws TypeError without a key; RangeError for a number that makes no sense.
   */
  constructor(options: KeyFollowerOptions) {
    const settings = settle(options);
    const { keys, finished, from, report } = settings;
    this.#settings = settings;
    this.#scan = new ScanShape(agreeOnScan(keys, settings.scanRank));
    this.#prefix = new ReadyPrefix(keys, this.#scan, from, report);
    this.#poll = new KeyPoll({
      prefix: this.#prefix,
      finished: finished === undefined ? undefined : new FinishedFlag(finished, report),
      keys,
      endWhenClosed: settings.endWhenClosed,
      report,
    });
    this.#loop = new FollowLoop({ ...settings, prefix: this.#prefix, poll: this.#poll });
  }

  /** Number of axes of the scan. */
  get scanRank(): number {
    return this.#scan.rank;
  }

  /** Largest extents of the scan, slowest axis first; `null` along an axis without a limit. */
  get maxShape(): readonly (number | null)[] {
    return this.#scan.maxShape;
  }

  /**
   * Extents that turn an index into a position (see `unravelIndex`): `maxShape`, and along an axis without a limit the
   * extent at the last poll.
   */
  get scanShape(): readonly number[] {
    return this.#scan.extents;
  }

  /** How long a new point is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.#settings.timeoutMs;
  }

  /** Next index to hand out. */
  get position(): number {
    return this.#loop.position;
  }

  /** Number of points known to be ready. Never goes back. */
  get ready(): number {
    return this.#prefix.ready;
  }

  /** Whether the scan is bounded and all its points are ready. */
  get isComplete(): boolean {
    return this.#prefix.isComplete;
  }

  /** Why the last iteration ended; `undefined` while it has not, and after abort, a fault or `break`. */
  get end(): FollowEnd | undefined {
    return this.#loop.end;
  }

  /** What the follow is at. */
  get state(): FollowState {
    return this.#loop.state;
  }

  /** What the last poll failed with, if it did in a way that may pass. */
  get lastError(): Hdf5Error | undefined {
    return this.#poll.lastError;
  }

  /**
   * Looks once, without waiting; for those who ask now and then how far the scan is.
   *
   * @returns Whether more points are ready than before.
   * @throws Hdf5Error `BUSY` during an iteration's wait; faults that do not pass by themselves.
   */
  async refresh(signal?: AbortSignal): Promise<boolean> {
    return this.#loop.refresh(signal ?? this.#settings.signal);
  }

  /** Ends a pending wait now, for those who learn in another way that there is something new. */
  notify(): void {
    this.#loop.notify();
  }

  /**
   * Starts over at an index. A finished flag that was seen stays seen.
   *
   * @throws Hdf5Error `BUSY` during an iteration's wait; RangeError.
   */
  reset(from = 0): void {
    requireIndex(from);
    this.#loop.reset(from);
  }

  /**
   * Hands out again, from an index on that was handed out: for those who could not use it. Unlike after a reset all that
   * is known of the keys stays, and so do all promises. Does nothing where the index was not handed out since the last
   * reset.
   *
   * @throws RangeError for anything that is no index.
   */
  giveBack(index: number): void {
    requireIndex(index);
    this.#loop.giveBack(index);
  }

  /**
   * The same follow by ranges instead of single indices, which is much faster where many points are ready at once.
   *
   * @throws See {@link KeyFollower[Symbol.asyncIterator]}.
   */
  ranges(): AsyncIterableIterator<ReadyRange> {
    return new FollowIterator(
      this.#loop,
      () => this.#createWakeUp(),
      () => {
        const range = { start: this.position, stop: this.ready, upToDate: this.#prefix.isUpToDate };
        this.#loop.takeTo(range.stop);
        return range;
      },
    );
  }

  /**
   * Indices in order. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws Hdf5Error `BUSY` for a second `next()` while one is pending; `WRONG_SHAPE` where the scan gets wider, so that
   * indices handed out would change their position; `FILE_REPLACED` where the keys are no longer those that were read;
   * whatever `onDiagnostic` throws; whatever a refresh or a read of a key throws and is not retryable.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<number> {
    return new FollowIterator(
      this.#loop,
      () => this.#createWakeUp(),
      () => {
        const index = this.position;
        this.#loop.takeTo(index + 1);
        return index;
      },
    );
  }

  #createWakeUp(): WakeUp {
    const { keys, finished, pollIntervalMs, clock, report } = this.#settings;
    const files = filesOf(finished === undefined ? keys : [...keys, finished]);
    const wakeUp = this.#settings.wakeUp({ files, pollIntervalMs, clock });
    try {
      report({ kind: 'wake-up', name: wakeUp.name });
    } catch (error) {
      // Nobody has it yet who would give its watches back.
      wakeUp.close();
      throw error;
    }
    return wakeUp;
  }
}

function filesOf(datasets: readonly { readonly file: Hdf5File }[]): Hdf5File[] {
  return [...new Set(datasets.map((dataset) => dataset.file))];
}
