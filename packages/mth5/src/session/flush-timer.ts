import type { Clock } from '@h5tail/follower';

/** Calls once, some time after it was started; starting it again meanwhile does nothing. */
export class FlushTimer {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #call: () => void;
  #running: AbortController | undefined;

  constructor(clock: Clock, milliseconds: number, call: () => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#call = call;
  }

  start(): void {
    if (this.#running !== undefined || this.#milliseconds === Infinity) return;
    const running = new AbortController();
    this.#running = running;
    void this.#wait(running);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #wait(running: AbortController): Promise<void> {
    await this.#clock.sleep(this.#milliseconds, running.signal).catch(() => undefined);
    if (running.signal.aborted) return;
    this.#running = undefined;
    this.#call();
  }
}
