import { systemClock, type Clock } from '@h5tail/follower';

const usualFlushEveryMs = 10;

/** When to flush. */
export interface FlushTimerOptions {
  readonly flushEveryMs?: number | undefined;
  readonly flushEveryPoints?: number | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Tells when to flush: at once where the last flush is long ago, else when its time has come. Sleeps only while there is
 * something to flush.
 */
export class FlushTimer {
  readonly #flush: () => Promise<void>;
  readonly #everyMs: number;
  readonly #everyPoints: number;
  readonly #clock: Clock;
  #lastFlush = -Infinity;
  #sleeping: AbortController | undefined;

  /** @param flush Called when the time has come. The writer itself tells what that failed with. */
  constructor(flush: () => Promise<void>, { flushEveryMs, flushEveryPoints, clock }: FlushTimerOptions) {
    this.#flush = flush;
    this.#everyMs = flushEveryMs ?? usualFlushEveryMs;
    this.#everyPoints = flushEveryPoints ?? Infinity;
    this.#clock = clock ?? systemClock;
  }

  /** Whether to flush now. */
  isDue(points: number): boolean {
    return points > 0 && (points >= this.#everyPoints || this.#leftMs() <= 0);
  }

  /** Sets the time from which the next flush is counted: the end of one, so that slow ones take no more than a share. */
  flushed(): void {
    this.#lastFlush = this.#clock.now();
  }

  /** Flushes when the time has come, unless it is stopped before. */
  start(): void {
    if (this.#sleeping !== undefined) return;
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    const woken = this.#clock.sleep(Math.max(this.#leftMs(), 0), sleeping.signal).then(() => {
      if (sleeping.signal.aborted) return undefined;
      this.#sleeping = undefined;
      return this.#flush();
    });
    // The writer keeps what went wrong for its next call.
    woken.catch(() => undefined);
  }

  stop(): void {
    this.#sleeping?.abort();
    this.#sleeping = undefined;
  }

  #leftMs(): number {
    return this.#lastFlush + this.#everyMs - this.#clock.now();
  }
}
