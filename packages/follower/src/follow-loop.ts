import { Hdf5Error } from '@h5tail/adapter';
import type { FollowEnd, FollowEndReason } from './follow-end.js';
import type { FollowSettings } from './follow-options.js';
import type { FollowPoll } from './follow-poll.js';
import { transitions, type FollowEvent, type FollowState } from './follow-state.js';
import type { FollowProgress } from './follow-status.js';
import type { Frontier } from './frontier.js';
import type { InterruptibleWait } from './interruptible-wait.js';
import { OneAtATime } from './one-at-a-time.js';
import { QuietTime } from './quiet-time.js';
import { Turn } from './turn.js';

/** Hands out what is ready, waits for more, and finds out when there will be none. See `docs/following.md`. */
export class FollowLoop {
  readonly #frontier: Frontier;
  readonly #poll: FollowPoll;
  readonly #settings: FollowSettings;
  readonly #quiet: QuietTime;
  readonly #turn: Turn;
  #state: FollowState = 'waiting';
  #position: number;
  /** What can be handed out without a look at the frontier. */
  #runStop: number;
  #end: FollowEnd | undefined;
  /** Why the follow ends when all behind the holes is handed out. */
  #reasonAfterHoles: FollowEndReason | undefined;
  /** Polls of a wait and of refreshes. */
  readonly #polls = new OneAtATime();
  #isWaiting = false;
  #activeWait: InterruptibleWait | undefined;

  constructor(frontier: Frontier, poll: FollowPoll, settings: FollowSettings) {
    this.#frontier = frontier;
    this.#poll = poll;
    this.#settings = settings;
    this.#quiet = new QuietTime(settings);
    this.#turn = new Turn(settings.clock);
    this.#position = settings.from;
    this.#runStop = settings.from;
  }

  /** Next unit to hand out. */
  get position(): number {
    return this.#position;
  }

  /** Unit behind the last that can be handed out together with the one at the position, once `canTake`. */
  get runStop(): number {
    return this.#runStop;
  }

  get end(): FollowEnd | undefined {
    return this.#state === 'ended' ? this.#end : undefined;
  }

  get state(): FollowState {
    return this.#state;
  }

  get progress(): FollowProgress {
    const { ready, size } = this.#frontier;
    return { kind: 'progress', ready, position: this.#position, size };
  }

  /** Whether an item may be taken this moment, without a wait. To be asked once per item. */
  canTake(): boolean {
    const { signal } = this.#settings;
    if (this.#isWaiting || this.#position >= this.#runStop || this.#state === 'ended' || signal?.aborted === true) {
      return false;
    }
    return !this.#turn.isOver();
  }

  /** Takes what lies between the position and `stop`, which must be ready. */
  takeTo(stop: number): void {
    this.#position = stop;
    if (stop >= this.#runStop) this.#findRun();
    if (this.#settings.status.isHeard) this.#settings.status.tellProgress();
  }

  /**
   * Waits until something can be taken or the follow ends.
   *
   * @returns Whether something can be taken.
   */
  async untilReady(wait: InterruptibleWait): Promise<boolean> {
    const busy = this.busyError();
    if (busy !== undefined) throw busy;
    this.#isWaiting = true;
    this.#activeWait = wait;
    try {
      this.#goOn();
      return await this.#waitUntilReady(wait);
    } finally {
      this.#activeWait = undefined;
      this.#isWaiting = false;
      this.#quiet.pause();
    }
  }

  /** One poll without a wait, between those of a wait where one is pending; whether more is ready. */
  async refresh(signal: AbortSignal | undefined): Promise<boolean> {
    const before = this.#frontier.ready;
    await this.#polls.run(async () => {
      signal?.throwIfAborted();
      try {
        await this.#look(signal);
      } finally {
        if (!this.#isWaiting) this.#quiet.pause();
      }
    });
    if (this.#canHandOut) this.notify();
    return this.#frontier.ready > before;
  }

  notify(): void {
    this.#activeWait?.interrupt();
  }

  /** @throws Hdf5Error `BUSY`. */
  reset(from: number): void {
    if (this.#isWaiting || this.#polls.isBusy) throw busyError();
    this.#frontier.reset(from);
    this.#poll.reset();
    this.#quiet.reset();
    this.#reasonAfterHoles = undefined;
    this.#position = from;
    this.#runStop = from;
    this.#on('reset');
  }

  /** Hands out again from a unit on that was handed out since the last reset; what is known stays. */
  giveBack(index: number): void {
    if (index < this.#frontier.from || index >= this.#position) return;
    this.#position = index;
    this.#goOn();
    this.#findRun();
    this.notify();
  }

  /** `BUSY`, while a wait is pending. */
  busyError(): Hdf5Error | undefined {
    return this.#isWaiting ? busyError() : undefined;
  }

  get #canHandOut(): boolean {
    return this.#position < this.#runStop;
  }

  /** The one place where the state changes. */
  #on(event: FollowEvent): void {
    const before = this.#state;
    this.#state = transitions[before][event];
    if (this.#state !== before) this.#settings.status.tell({ kind: 'state', state: this.#state, before });
  }

  /** Leaves an end behind. */
  #goOn(): void {
    if (this.#state !== 'ended') return;
    this.#on('again');
    this.#tellWriter();
    this.#findRun();
  }

  #tellWriter(): void {
    this.#on(this.#poll.writerIsDone === undefined ? 'writer-back' : 'writer-done');
  }

  /** Goes to what is ready at or behind the position. */
  #findRun(): void {
    const { ready } = this.#frontier;
    if (this.#position < ready) {
      const { start, stop } = this.#frontier.runFrom(this.#position);
      this.#position = start;
      this.#runStop = stop;
    } else {
      this.#runStop = this.#position;
    }
    this.#on(this.#canHandOut ? 'ready' : 'all-handed-out');
  }

  async #waitUntilReady(wait: InterruptibleWait): Promise<boolean> {
    const { clock, signal } = this.#settings;
    signal?.throwIfAborted();
    const deadline = clock.now() + this.#timeoutMs;
    while (!wait.isClosed) {
      if (this.#canHandOut) {
        if (this.#turn.isOver()) await this.#turn.end(signal);
        return true;
      }
      const outcome = await this.#polls.run(() => this.#pollOnce(wait, deadline));
      if (outcome === 'ready') return true;
      if (outcome === 'ended') return false;
      if (outcome === 'in vain') {
        await wait.wait(Math.min(deadline, this.#quiet.holesDueAt) - clock.now(), signal);
        this.#turn.restart();
      } else if (this.#turn.isOver()) {
        await this.#turn.end(signal);
      }
    }
    return false;
  }

  /** One poll of a wait, and the end where there is a reason for it; no refresh comes in between. */
  async #pollOnce(wait: InterruptibleWait, deadline: number): Promise<'ready' | 'ended' | 'in vain' | 'more'> {
    const { signal } = this.#settings;
    // A refresh before it may have brought something, or taken until the wait was closed.
    if (this.#canHandOut) return 'ready';
    if (wait.isClosed) return 'more';
    if (this.#frontier.isComplete) return this.#endWith(this.#reasonAfterHoles ?? 'complete');
    wait.polled(await this.#look(signal));
    signal?.throwIfAborted();
    if (this.#canHandOut) return 'ready';
    // There is more to look at right away, so nothing is idle yet.
    if (this.#poll.stoppedEarly) return 'more';
    const reason = this.#reasonToEnd(deadline);
    if (reason === undefined) return 'in vain';
    if (await this.#passLastHoles(reason)) return this.#canHandOut ? 'ready' : 'more';
    return this.#endWith(reason);
  }

  #reasonToEnd(deadline: number): FollowEndReason | undefined {
    if (this.#poll.nothingMoreCanCome) return this.#poll.writerIsDone;
    const isLate = this.#reasonAfterHoles !== undefined || this.#settings.clock.now() >= deadline;
    return isLate ? 'idle-timeout' : undefined;
  }

  /** One poll and what follows from it; whether there was progress. */
  async #look(signal: AbortSignal | undefined): Promise<boolean> {
    const before = this.#frontier.reached;
    this.#quiet.goOn();
    try {
      const progress = await this.#poll.run(signal);
      if (progress) this.#reasonAfterHoles = undefined;
      this.#quiet.polled(progress || this.#poll.stoppedEarly, this.#poll.writer, () => this.progress);
      const search = this.#poll.passed ? this.#quiet.dueSearch(progress) : undefined;
      if (search !== undefined && (await this.#poll.passHoles(search, signal))) this.#quiet.passedHoles();
    } finally {
      // Also where a listener threw: what was found stays.
      this.#tellWriter();
      this.#findRun();
    }
    const isFurther = this.#frontier.reached > before;
    if (isFurther) this.#settings.status.tellProgress();
    return isFurther;
  }

  /** Before an end: whether there is something behind holes. */
  async #passLastHoles(reason: FollowEndReason): Promise<boolean> {
    const { skipHolesAfterMs, signal } = this.#settings;
    // After a poll that failed, a hole may be filled by now.
    if (skipHolesAfterMs === undefined || !this.#poll.passed) return false;
    try {
      if (!(await this.#poll.passHoles({ reach: 'whole', all: true }, signal))) return false;
    } finally {
      this.#findRun();
    }
    this.#reasonAfterHoles = reason;
    this.#quiet.passedHoles();
    this.#settings.status.tellProgress();
    return true;
  }

  /** How long to wait for the next item. */
  get #timeoutMs(): number {
    const { timeoutMs, firstKeyTimeoutMs } = this.#settings;
    return this.#frontier.ready > this.#frontier.from ? timeoutMs : firstKeyTimeoutMs;
  }

  async #endWith(reason: FollowEndReason): Promise<'ready' | 'ended'> {
    const { skipHolesAfterMs, signal, status } = this.#settings;
    const { lastError } = this.#poll;
    const { missing, skipped, unreached } = this.#frontier;
    const isHeldUp = skipHolesAfterMs === undefined && missing !== undefined && this.#poll.passed;
    const heldBack = isHeldUp ? await this.#poll.countHeldBack(signal) : 0;
    // Something was given back meanwhile.
    if (this.#canHandOut) return 'ready';
    const lost = skipHolesAfterMs === undefined || unreached === undefined ? [...skipped] : [...skipped, unreached];
    this.#reasonAfterHoles = undefined;
    this.#end = {
      reason,
      ...(lastError === undefined ? {} : { lastError }),
      ...(missing === undefined ? {} : { missing }),
      ...(heldBack === 0 ? {} : { heldBack }),
      ...(lost.length === 0 ? {} : { skipped: lost }),
    };
    this.#on('end');
    status.tell({ kind: 'ended', end: this.#end });
    return 'ended';
  }
}

function busyError(): Hdf5Error {
  return new Hdf5Error('BUSY', 'the follower is already waiting for the next point', {
    remedy: 'Wait for the pending call, or use a follower of its own for each consumer',
  });
}
