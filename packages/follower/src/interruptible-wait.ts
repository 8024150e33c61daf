import type { WakeUp } from './wake-up.js';

/** The waiting of one iteration: a wake-up that can be cut short, made when it is first needed. */
export class InterruptibleWait {
  readonly #create: () => WakeUp;
  #wakeUp: WakeUp | undefined;
  #waiting: AbortController | undefined;
  #isInterrupted = false;
  #isClosed = false;

  constructor(create: () => WakeUp) {
    this.#create = create;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Waits for the wake-up, for an interruption or for `atMostMs`.
   *
   * @throws The signal's reason, as soon as it is aborted.
   */
  async wait(atMostMs: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#isClosed || this.#takeInterruption()) return;
    this.#wakeUp ??= this.#create();
    const waiting = new AbortController();
    const stop = (): void => waiting.abort();
    signal?.addEventListener('abort', stop, { once: true });
    this.#waiting = waiting;
    try {
      await this.#wakeUp.wait(atMostMs, waiting.signal);
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
    } finally {
      this.#waiting = undefined;
      this.#isInterrupted = false;
      signal?.removeEventListener('abort', stop);
    }
    signal?.throwIfAborted();
  }

  /** Ends the present wait, or else the next one before it begins. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#waiting?.abort();
  }

  polled(progress: boolean): void {
    this.#wakeUp?.polled(progress);
  }

  /** Ends the wait for good and gives the wake-up back. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting?.abort();
    this.#wakeUp?.close();
  }

  #takeInterruption(): boolean {
    const interrupted = this.#isInterrupted;
    this.#isInterrupted = false;
    return interrupted;
  }
}
