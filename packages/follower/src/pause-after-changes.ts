import type { PollInterval } from './wake-up.js';

/** Longest pause between two polls that changes of the file ask for; this much later a key may be seen at most. */
const longestPauseMs = 10;

/**
 * How far polls are apart that changes of the file ask for. A writer that flushes other datasets all the time would else
 * cause a poll every `pollIntervalMs.min`.
 */
export class PauseAfterChanges {
  readonly #interval: PollInterval;
  #changesInVain = 0;

  constructor(interval: PollInterval) {
    this.#interval = interval;
  }

  /** Least time from the last poll to the next one. */
  get ms(): number {
    const { min, max } = this.#interval;
    // A frame is flushed just before its key, so the first change that brings no key does not count yet.
    const doublings = Math.max(this.#changesInVain - 1, 0);
    return Math.max(min, Math.min(min * 2 ** doublings, longestPauseMs, max));
  }

  /** Another change asks for a poll. */
  lengthen(): void {
    this.#changesInVain++;
  }

  /** There was progress, or the file was quiet. */
  reset(): void {
    this.#changesInVain = 0;
  }
}
