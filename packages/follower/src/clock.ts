/** Where a follower takes the time from, and how it sleeps. Tests hand in their own. */
export interface Clock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as the signal is aborted. Leaves no
   * timer and no listener behind.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
