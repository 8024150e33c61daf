import { setTimeout as sleep } from 'node:timers/promises';

/** How time passes for whoever watches a file; a test hands over another one. */
export interface PollClock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Rejects with the signal's reason when that is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time of this machine. */
export const machineClock: PollClock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
