import type { Clock } from '@h5tail/follower';

/** Longest sleep of a real timer. */
const longestTimerMs = 2 ** 31 - 1;

/** Time passes only by sleeping. */
export class FakeClock implements Clock {
  time = 0;
  /** The sleeps so far, in milliseconds. */
  readonly pauses: number[] = [];
  /** Runs during each sleep, before the time has passed. */
  onSleep: () => Promise<unknown> | void = () => undefined;

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.onSleep();
    // Others get their turn, as in a real sleep.
    await new Promise((resolve) => void setImmediate(resolve));
    signal?.throwIfAborted();
    this.pauses.push(ms);
    this.time += Math.min(ms, longestTimerMs);
  }
}
