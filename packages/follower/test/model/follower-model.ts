import type { FollowedRange, FollowEnd, FollowEndReason, FollowState } from '@h5tail/follower';

/** How far a modelled follow may go, worked out anew from the whole truth each time. */
export interface FrontierModel {
  readonly from: number;
  readonly ready: number;
  /** Grows with any progress. */
  readonly reached: number;
  readonly isComplete: boolean;
  readonly skipped: readonly FollowedRange[];
  advance(isDone: boolean): void;
  passHoles(all: boolean): boolean;
  /** Next item at or behind a position: its begin. */
  startFrom(position: number): number;
  /** End of the longest item that begins there. */
  stopOf(start: number): number;
  readonly missing: number | undefined;
  readonly heldBack: number;
  readonly unreached: FollowedRange | undefined;
  reset(from: number): void;
}

/** What the writer says, and whether it can be read. */
export interface WorldModel {
  finished: boolean;
  closed: boolean;
  /** Polls that fail, from now on. */
  faults: number;
  now: number;
}

/**
 * A follower with a time-out of 0, in as few words as possible: one loop of polls, no waiting, no concurrency, no states
 * but what follows from them.
 */
export class FollowerModel {
  readonly #frontier: FrontierModel;
  readonly #world: WorldModel;
  readonly #skipAfter: number | undefined;
  position: number;
  end: Omit<FollowEnd, 'lastError'> | undefined;
  #done: 'finished' | 'closed' | undefined;
  #passed = false;
  #progressed = false;
  /** Whether the writer was done before the last pass. */
  #isCertain = false;
  #flagSeen = false;
  #reasonAfterHoles: FollowEndReason | undefined;

  constructor(frontier: FrontierModel, world: WorldModel, skipAfter: number | undefined) {
    this.#frontier = frontier;
    this.#world = world;
    this.#skipAfter = skipAfter;
    this.position = frontier.from;
  }

  get ready(): number {
    return this.#frontier.ready;
  }

  get skipped(): readonly FollowedRange[] {
    return this.#frontier.skipped;
  }

  get state(): FollowState {
    if (this.end !== undefined) return 'ended';
    if (this.#done !== undefined) return 'draining';
    return this.position < this.ready ? 'advancing' : 'waiting';
  }

  /** At most `limit` items, each as long as `longest` allows. */
  take(limit: number, longest: (start: number, stop: number) => number): FollowedRange[] {
    const items: FollowedRange[] = [];
    if (limit > 0) this.end = undefined;
    while (items.length < limit && this.#hasMore()) {
      const start = this.position;
      const stop = longest(start, this.#frontier.stopOf(start));
      items.push({ start, stop });
      this.position = stop;
      this.#settle();
    }
    return items;
  }

  refresh(): boolean {
    const before = this.ready;
    this.#poll();
    return this.ready > before;
  }

  giveBack(index: number): void {
    if (index < this.#frontier.from || index >= this.position) return;
    this.position = index;
    this.end = undefined;
    this.#settle();
  }

  reset(from: number): void {
    this.#frontier.reset(from);
    this.position = from;
    this.end = undefined;
    this.#done = undefined;
    this.#progressed = false;
    this.#reasonAfterHoles = undefined;
  }

  /** Whether there is another item; if not, the end is set. */
  #hasMore(): boolean {
    for (;;) {
      if (this.position < this.ready) return true;
      if (this.#frontier.isComplete) return this.#endWith(this.#reasonAfterHoles ?? 'complete');
      this.#poll();
      if (this.position < this.ready) return true;
      const reason = this.#passed && this.#isCertain && this.#done !== undefined ? this.#done : 'idle-timeout';
      if (this.#skipAfter === undefined || !this.#passed || !this.#frontier.passHoles(true))
        return this.#endWith(reason);
      this.#reasonAfterHoles = reason;
      this.#settle();
    }
  }

  #poll(): void {
    const world = this.#world;
    this.#flagSeen ||= world.finished;
    const isAsked = !this.#progressed;
    if (isAsked) this.#ask();
    else if (this.#flagSeen) this.#done = 'finished';
    this.#progressed = this.#pass(isAsked);
    if (!this.#progressed && !isAsked) {
      this.#ask();
      if (world.closed) this.#progressed = this.#pass(true);
    }
    const progress = this.#progressed;
    if (progress) this.#reasonAfterHoles = undefined;
    // Time passes only while the consumer has control, so holes are never waited for long enough.
    if (this.#passed && this.#skipAfter === 0) this.#frontier.passHoles(true);
    this.#settle();
  }

  #ask(): void {
    this.#done = this.#flagSeen ? 'finished' : this.#world.closed ? 'closed' : undefined;
  }

  #pass(isAsked: boolean): boolean {
    const before = this.#frontier.reached;
    this.#isCertain = this.#flagSeen || (isAsked && this.#done !== undefined);
    this.#passed = this.#world.faults === 0;
    if (this.#passed) this.#frontier.advance(this.#isCertain);
    else this.#world.faults--;
    return this.#frontier.reached > before;
  }

  #settle(): void {
    if (this.position < this.ready) this.position = this.#frontier.startFrom(this.position);
  }

  #endWith(reason: FollowEndReason): false {
    const { missing, heldBack, unreached, skipped } = this.#frontier;
    const lost = this.#skipAfter === undefined || unreached === undefined ? [...skipped] : [...skipped, unreached];
    const isHeldBack = this.#skipAfter === undefined && this.#passed && missing !== undefined && heldBack > 0;
    this.#reasonAfterHoles = undefined;
    this.end = {
      reason,
      ...(missing === undefined ? {} : { missing }),
      ...(isHeldBack ? { heldBack } : {}),
      ...(lost.length === 0 ? {} : { skipped: lost }),
    };
    return false;
  }
}
