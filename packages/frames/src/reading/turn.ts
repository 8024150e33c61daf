import type { Clock } from '@h5tail/follower';

/** How long items are handed out before timers and signals of the process get their turn. */
const longestTurnMs = 100;

/**
 * Keeps a loop over what is ready already from locking the rest of the program out: promises that are settled leave no
 * gap for timers and I/O.
 */
export class Turn {
  readonly #clock: Clock;
  #startedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOver(): boolean {
    const now = this.#clock.now();
    this.#startedAt ??= now;
    return now - this.#startedAt >= longestTurnMs;
  }

  /** Lets others have theirs. @throws The signal's reason. */
  async end(signal: AbortSignal | undefined): Promise<void> {
    await this.#clock.sleep(0, signal);
    this.#startedAt = undefined;
  }
}
