import type { Clock } from '@h5tail/follower';

/** A clock whose time passes only in sleeps, at once, and in which a writer's actions are planned. */
export class SimulatedClock implements Clock {
  /** Every sleep asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  #now = 0;
  #plan: { readonly at: number; readonly action: () => unknown }[] = [];

  now(): number {
    return this.#now;
  }

  /** Plans an action; those of the same time run in the order of planning. */
  at(time: number, action: () => unknown): void {
    this.#plan = [...this.#plan, { at: time, action }].toSorted((a, b) => a.at - b.at);
  }

  /** Lets time pass outside of any sleep, as a slow consumer does. */
  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(ms);
    const end = this.#now + ms;
    for (;;) {
      const [next] = this.#plan;
      if (next === undefined || next.at > end) break;
      this.#plan.shift();
      this.#now = Math.max(next.at, this.#now);
      await next.action();
      signal?.throwIfAborted();
    }
    if (end === Infinity) throw new Error('nothing is planned that would end this sleep');
    this.#now = end;
  }
}
