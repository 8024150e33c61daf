import type { Dataset, Hdf5Error, Hdf5File } from '@h5tail/adapter';
import { FinishedFlag } from './finished-flag.js';
import type { FollowEnd } from './follow-end.js';
import { FollowIterator } from './follow-iterator.js';
import { FollowLoop } from './follow-loop.js';
import { requireIndex, type FollowSettings } from './follow-options.js';
import { FollowPoll } from './follow-poll.js';
import type { FollowState } from './follow-state.js';
import type { FollowStatus } from './follow-status.js';
import type { FollowedRange, Frontier } from './frontier.js';
import type { WakeUp } from './wake-up.js';

/** Units of a follower that became ready together: `start` to `stop - 1`. */
export interface ReadyRange extends FollowedRange {
  /**
   * Whether these are all that are known to be ready. False where more wait to be read right away: the next range, or what
   * the last poll that met no fault left for the next one, because it was very much. A poll that fails makes no difference.
   */
  readonly upToDate: boolean;
}

/** What a follower follows. */
export interface Followed {
  readonly settings: FollowSettings;
  readonly frontier: Frontier;
  /** Datasets whose writers and files tell of the follow. */
  readonly watched: readonly Dataset[];
}

/**
 * What all followers have in common. They differ in the unit in which they count: a `KeyFollower` counts points, a
 * `RowKeyFollower` rows, a `ChunkFollower` elements along the first axis.
 *
 * Iterating is single-pass and goes on where the last iteration stopped, so one follower serves one consumer.
 */
export abstract class Follower<Item> implements AsyncIterable<Item> {
  readonly #followed: Followed;
  readonly #poll: FollowPoll;
  readonly #loop: FollowLoop;

  protected constructor(followed: Followed) {
    const { settings, frontier, watched } = followed;
    const { finished, report, endWhenClosed } = settings;
    this.#followed = followed;
    const flag = finished === undefined ? undefined : new FinishedFlag(finished, report);
    this.#poll = new FollowPoll({ frontier, finished: flag, watched, endWhenClosed, report });
    this.#loop = new FollowLoop(frontier, this.#poll, settings);
  }

  /** How long the next item is waited for, in milliseconds. */
  get timeoutMs(): number {
    return this.#followed.settings.timeoutMs;
  }

  /** Next unit to hand out. */
  get position(): number {
    return this.#loop.position;
  }

  /** Number of units known to be ready, those that were passed over among them. Never goes back. */
  get ready(): number {
    return this.#followed.frontier.ready;
  }

  /** Whether what is followed is bounded and all of it is ready or was passed over. */
  get isComplete(): boolean {
    return this.#followed.frontier.isComplete;
  }

  /** Points that were passed over since the last reset, in order; only with `skipHolesAfterMs`. Grows during the follow. */
  get skipped(): readonly FollowedRange[] {
    return this.#followed.frontier.skipped;
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
   * Looks once, without waiting; for those who ask now and then how far the scan is. It may be called at any time: the
   * polls of an iteration and of other refreshes wait for it, and it for them. An iteration that waits is given what it finds.
   *
   * @returns Whether more is ready than when it was called.
   * @throws Faults that do not pass by themselves.
   */
  async refresh(signal?: AbortSignal): Promise<boolean> {
    return this.#loop.refresh(signal ?? this.#followed.settings.signal);
  }

  /** Ends a pending wait now, for those who learn in another way that there is something new. */
  notify(): void {
    this.#loop.notify();
  }

  /**
   * Starts over at an index, in units of the follower. A finished flag that was seen stays seen; what was passed over is
   * looked at again.
   *
   * @throws Hdf5Error `BUSY` during an iteration's wait and a refresh; RangeError.
   */
  reset(from = 0): void {
    requireIndex(from);
    this.#loop.reset(from);
  }

  /**
   * Hands out again, from an index on that was handed out: for those who could not use it. Unlike after a reset all that
   * is known stays, and so do all promises. A pending `next()` gives it at once. Does nothing where the index was not handed
   * out since the last reset.
   *
   * @throws RangeError for anything that is no index.
   */
  giveBack(index: number): void {
    requireIndex(index);
    this.#loop.giveBack(index);
  }

  /**
   * News of the follow from now on, over all its iterations: what it is at, how far it is, stalls, diagnostics, ends. Any
   * number may listen, none of them slows the follow down, and a listener that takes nothing loses the oldest items, which
   * it is told (`lost`).
   *
   * It ends when it is left (`break`, `return()`) or the signal of the follower is aborted. One that waits holds neither a
   * timer nor a handle, so it does not keep a process alive.
   *
   * @example
   * ```ts
   * for await (const news of follower.status()) {
   *   if (news.kind === 'stalled') console.log(`nothing new, the writer is ${news.writer}`);
   *   if (news.kind === 'ended') break;
   * }
   * ```
   */
  status(): AsyncIterableIterator<FollowStatus> {
    return this.#followed.settings.status.listen(() => this.#loop.progress);
  }

  /**
   * What is ready, in order. The iteration rejects with the signal's reason when that is aborted.
   *
   * @throws Hdf5Error `BUSY` for a second `next()` while one is pending; `WRONG_SHAPE` where the scan gets wider, so that
   * indices handed out would change their position; `FILE_REPLACED` where what was read is no longer there; whatever
   * `onDiagnostic` throws; whatever a refresh or a read throws and is not retryable.
   */
  abstract [Symbol.asyncIterator](): AsyncIterableIterator<Item>;

  /**
   * The same follow by ranges of its units instead of single items, which is much faster where much is ready at once. No
   * range of points contains one that was passed over. A range of rows ({@link RowKeyFollower}) contains rows with such
   * points, as the iteration by rows does, but does not say which: {@link Follower.skipped} does.
   *
   * @throws See {@link Follower[Symbol.asyncIterator]}.
   */
  ranges(): AsyncIterableIterator<ReadyRange> {
    const { frontier } = this.#followed;
    return this.iterate(
      (_, stop) => stop,
      (start, stop) => ({ start, stop, upToDate: frontier.isUpToDate && stop === frontier.ready }),
    );
  }

  /**
   * An iteration.
   *
   * @param cut Where an item ends that begins at `start`, of the units up to `stop` that can be handed out together.
   * @param make The item of these units.
   */
  protected iterate<Made>(
    cut: (start: number, stop: number) => number,
    make: (start: number, stop: number) => Made,
  ): AsyncIterableIterator<Made> {
    const take = (): Made => {
      const { position, runStop } = this.#loop;
      const stop = cut(position, runStop);
      this.#loop.takeTo(stop);
      return make(position, stop);
    };
    return new FollowIterator(this.#loop, () => this.#createWakeUp(), take);
  }

  #createWakeUp(): WakeUp {
    const { settings, watched } = this.#followed;
    const { finished, pollIntervalMs, clock, report } = settings;
    const files = filesOf(finished === undefined ? watched : [...watched, finished]);
    const wakeUp = settings.wakeUp({ files, pollIntervalMs, clock });
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
