import type { Hdf5File } from '@h5tail/adapter';
import type { Clock } from '@h5tail/follower';

/** Waits for the next change of a file, or for a time to pass where changes are not told. */
export class ChangeWait {
  readonly #clock: Clock;
  readonly #stop: (() => void) | null;
  #changed = false;
  #wake: (() => void) | undefined;

  constructor(file: Pick<Hdf5File, 'watch'>, clock: Clock) {
    this.#clock = clock;
    this.#stop = file.watch(() => {
      this.#changed = true;
      this.#wake?.();
    });
  }

  /** Returns at a change since the last call, and after `ms` at the latest. Rejects with the signal's reason. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.#wake = wake;
    if (this.#changed) wake();
    // By hand, because `AbortSignal.any` leaves something behind on a signal that lives for days.
    signal.addEventListener('abort', wake, { once: true });
    try {
      await this.#clock.sleep(ms, woken.signal);
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', wake);
      this.#wake = undefined;
      this.#changed = false;
    }
    signal.throwIfAborted();
  }

  [Symbol.dispose](): void {
    this.#stop?.();
  }
}
