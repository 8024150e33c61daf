import type { Clock } from './clock.js';

/** How long items are handed out before timers and signals of the process get their turn. */
const longestTurnMs = 100;
/** Items handed out without a look at the clock, at most. */
const mostItemsUnclocked = 64;

/**
 * Keeps a loop over what is ready already from locking the rest of the program out: promises that are settled leave no gap
 * for timers, signals and I/O. Ask {@link Turn.isOver} once per item, and {@link Turn.end} the turn when it is.
 *
 * @example
 * ```ts
 * const turn = new Turn(systemClock);
 * for (const item of items) {
 *   if (turn.isOver()) await turn.end();
 *   process(item);
 * }
 * ```
 */
export class Turn {
  readonly #clock: Clock;
  #startedAt: number | undefined;
  #lookedAt: number | undefined;
  #clockEvery = 1;
  #unclocked = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether 100 ms have passed since the turn began, which it does with the first question. A look at the clock costs more
   * than to hand out an item, so where the questions come quickly not each of them looks.
   */
  isOver(): boolean {
    if (this.#unclocked > 0) {
      this.#unclocked--;
      return false;
    }
    const now = this.#clock.now();
    const startedAt = (this.#startedAt ??= now);
    const isOver = now - startedAt >= longestTurnMs;
    // Twice as many as last time, if those took no more than a small part of a turn.
    const isQuick = this.#lookedAt !== undefined && now - this.#lookedAt < longestTurnMs / 20;
    this.#clockEvery = isQuick ? Math.min(2 * this.#clockEvery, mostItemsUnclocked) : 1;
    this.#unclocked = isOver ? 0 : this.#clockEvery - 1;
    this.#lookedAt = now;
    return isOver;
  }

  /** Lets others have theirs, and begins the next one. @throws The signal's reason. */
  async end(signal?: AbortSignal): Promise<void> {
    await this.#clock.sleep(0, signal);
    this.restart();
  }

  /** Begins the next turn, after something else was waited for that let others have theirs. */
  restart(): void {
    this.#startedAt = undefined;
    this.#lookedAt = undefined;
    this.#unclocked = 0;
    this.#clockEvery = 1;
  }
}
