import { Hdf5Error } from '@h5tail/adapter';
import type { FollowEnd, FollowEndReason } from './follow-end.js';
import type { FollowSettings } from './follow-options.js';
import type { FollowPoll } from './follow-poll.js';
import { transitions, type FollowEvent, type FollowState } from './follow-state.js';
import type { FollowProgress } from './follow-status.js';
import type { Frontier } from './frontier.js';
import type { InterruptibleWait } from './interruptible-wait.js';
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
  #isBusy = false;
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
    if (this.#isBusy || this.#position >= this.#runStop || this.#state === 'ended' || signal?.aborted === true) {
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
    return this.#alone(async () => {
      this.#goOn();
      this.#activeWait = wait;
      try {
        return await this.#pollUntilReady(wait);
      } finally {
        this.#activeWait = undefined;
      }
    });
  }

  /** One poll without a wait; whether more is ready. */
  async refresh(signal: AbortSignal | undefined): Promise<boolean> {
    return this.#alone(async () => {
      signal?.throwIfAborted();
      const before = this.#frontier.ready;
      await this.#look(signal);
      return this.#frontier.ready > before;
    });
  }

  notify(): void {
    this.#activeWait?.interrupt();
  }

  /** @throws Hdf5Error `BUSY`. */
  reset(from: number): void {
    this.#refuseIfBusy();
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
  }

  /** `BUSY`, while a call is pending. */
  busyError(): Hdf5Error | undefined {
    if (!this.#isBusy) return undefined;
    return new Hdf5Error('BUSY', 'the follower is already waiting for the next point', {
      remedy: 'Wait for the pending call, or use a follower of its own for each consumer',
    });
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
    this.#on(this.#position < this.#runStop ? 'ready' : 'all-handed-out');
  }

  async #pollUntilReady(wait: InterruptibleWait): Promise<boolean> {
    const { clock, signal } = this.#settings;
    signal?.throwIfAborted();
    if (this.#position < this.#runStop) {
      if (this.#turn.isOver()) await this.#turn.end(signal);
      return true;
    }
    const deadline = clock.now() + this.#timeoutMs;
    while (!wait.isClosed) {
      if (this.#frontier.isComplete) return this.#endWith(this.#reasonAfterHoles ?? 'complete');
      wait.polled(await this.#look(signal));
      signal?.throwIfAborted();
      if (this.#position < this.#runStop) return true;
      if (this.#poll.stoppedEarly) {
        // There is more to look at, so nothing is idle yet.
        if (this.#turn.isOver()) await this.#turn.end(signal);
        continue;
      }
      const reason = this.#reasonToEnd(deadline);
      if (reason !== undefined && !(await this.#passLastHoles(reason))) return this.#endWith(reason);
      if (this.#position < this.#runStop) return true;
      if (reason !== undefined) continue;
      await wait.wait(Math.min(deadline, this.#quiet.holesDueAt) - clock.now(), signal);
      this.#turn.restart();
    }
    return false;
  }

  #reasonToEnd(deadline: number): FollowEndReason | undefined {
    if (this.#poll.nothingMoreCanCome) return this.#poll.writerIsDone;
    const isLate = this.#reasonAfterHoles !== undefined || this.#settings.clock.now() >= deadline;
    return isLate ? 'idle-timeout' : undefined;
  }

  /** One poll and what follows from it; whether there was progress. */
  async #look(signal: AbortSignal | undefined): Promise<boolean> {
    const before = this.#frontier.reached;
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

  async #endWith(reason: FollowEndReason): Promise<false> {
    const { skipHolesAfterMs, signal, status } = this.#settings;
    const { lastError } = this.#poll;
    const { missing, skipped, unreached } = this.#frontier;
    const isHeldUp = skipHolesAfterMs === undefined && missing !== undefined && this.#poll.passed;
    const heldBack = isHeldUp ? await this.#poll.countHeldBack(signal) : 0;
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
    return false;
  }

  async #alone<Result>(task: () => Promise<Result>): Promise<Result> {
    this.#refuseIfBusy();
    this.#isBusy = true;
    try {
      return await task();
    } finally {
      this.#isBusy = false;
    }
  }

  #refuseIfBusy(): void {
    const busy = this.busyError();
    if (busy !== undefined) throw busy;
  }
}
