import { Hdf5Error } from '@h5tail/adapter';
import type { Clock } from './clock.js';
import type { FollowEnd, FollowEndReason, FollowState } from './follow-end.js';
import type { InterruptibleWait } from './interruptible-wait.js';
import type { KeyPoll } from './key-poll.js';
import type { ReadyPrefix } from './ready-prefix.js';

/** How long indices are handed out before timers and signals of the process get their turn. */
const longestTurnMs = 100;

/** What a loop works with. */
export interface FollowLoopParts {
  readonly prefix: ReadyPrefix;
  readonly poll: KeyPoll;
  readonly from: number;
  readonly timeoutMs: number;
  readonly firstKeyTimeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** Hands out ready points, waits for more, and finds out when there will be none. See `docs/following.md`. */
export class FollowLoop {
  readonly #parts: FollowLoopParts;
  #position: number;
  #end: FollowEnd | undefined;
  #isBusy = false;
  #activeWait: InterruptibleWait | undefined;
  #turnStartedAt: number | undefined;

  constructor(parts: FollowLoopParts) {
    this.#parts = parts;
    this.#position = parts.from;
  }

  /** Next index to hand out. */
  get position(): number {
    return this.#position;
  }

  get end(): FollowEnd | undefined {
    return this.#end;
  }

  get state(): FollowState {
    if (this.#end !== undefined) return 'ended';
    if (this.#parts.poll.writerIsDone !== undefined) return 'draining';
    return this.#position < this.#parts.prefix.ready ? 'advancing' : 'waiting';
  }

  /** Whether a point can be taken this moment, without a wait. */
  get canTake(): boolean {
    const { prefix, signal, clock } = this.#parts;
    if (this.#isBusy || this.#position >= prefix.ready || signal?.aborted === true) return false;
    const now = clock.now();
    this.#turnStartedAt ??= now;
    return now - this.#turnStartedAt < longestTurnMs;
  }

  /** Takes the points from the position up to `stop`, which must be ready. */
  takeTo(stop: number): void {
    this.#position = stop;
    this.#end = undefined;
  }

  /**
   * Waits until a point can be taken or the follow ends.
   *
   * @returns Whether a point can be taken.
   */
  async untilReady(wait: InterruptibleWait): Promise<boolean> {
    return this.#alone(async () => {
      this.#end = undefined;
      this.#activeWait = wait;
      try {
        return await this.#pollUntilReady(wait);
      } finally {
        this.#activeWait = undefined;
      }
    });
  }

  /** One poll without a wait; whether there are new points. */
  async refresh(signal: AbortSignal | undefined): Promise<boolean> {
    return this.#alone(async () => {
      signal?.throwIfAborted();
      return this.#parts.poll.run(signal);
    });
  }

  notify(): void {
    this.#activeWait?.interrupt();
  }

  /** @throws Hdf5Error `BUSY`. */
  reset(from: number): void {
    this.#refuseIfBusy();
    this.#position = from;
    this.#end = undefined;
    this.#parts.prefix.reset(from);
    this.#parts.poll.reset();
  }

  /** Hands out again from an index on that was handed out since the last reset; what is known of the keys stays. */
  giveBack(index: number): void {
    if (index < this.#parts.prefix.from || index >= this.#position) return;
    this.#position = index;
    this.#end = undefined;
  }

  /** `BUSY`, while a call is pending. */
  busyError(): Hdf5Error | undefined {
    if (!this.#isBusy) return undefined;
    return new Hdf5Error('BUSY', 'the follower is already waiting for the next point', {
      remedy: 'Wait for the pending call, or use a follower of its own for each consumer',
    });
  }

  async #pollUntilReady(wait: InterruptibleWait): Promise<boolean> {
    const { prefix, poll, clock, signal } = this.#parts;
    signal?.throwIfAborted();
    if (this.#position < prefix.ready) return this.#giveOthersTheirTurn();
    const deadline = clock.now() + this.#timeoutMs;
    while (!wait.isClosed) {
      if (prefix.isComplete) return this.#endWith('complete');
      wait.polled(await poll.run(signal));
      signal?.throwIfAborted();
      if (this.#position < prefix.ready) return true;
      if (poll.nothingMoreCanCome) return this.#endWith(poll.writerIsDone as 'finished' | 'closed');
      const leftMs = deadline - clock.now();
      if (leftMs <= 0) return this.#endWith('idle-timeout');
      await wait.wait(leftMs, signal);
      this.#turnStartedAt = undefined;
    }
    return false;
  }

  /** How long to wait for the next point. */
  get #timeoutMs(): number {
    const { prefix, timeoutMs, firstKeyTimeoutMs } = this.#parts;
    return prefix.ready > prefix.from ? timeoutMs : firstKeyTimeoutMs;
  }

  async #giveOthersTheirTurn(): Promise<true> {
    const { clock, signal } = this.#parts;
    await clock.sleep(0, signal);
    this.#turnStartedAt = undefined;
    return true;
  }

  #endWith(reason: FollowEndReason): false {
    const { lastError } = this.#parts.poll;
    const { missing } = this.#parts.prefix;
    this.#end = {
      reason,
      ...(lastError === undefined ? {} : { lastError }),
      ...(missing === undefined ? {} : { missing }),
    };
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
