import type { FollowProgress, FollowStatus } from './follow-status.js';
import { StatusListener } from './status-listener.js';

/** Tells any number of listeners what a follow is at. Without a listener it does nothing. */
export class StatusChannel {
  readonly #signal: AbortSignal | undefined;
  readonly #listeners = new Set<StatusListener>();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  tell(status: FollowStatus): void {
    for (const listener of this.#listeners) listener.tell(status);
  }

  /** The progress is asked for when it is taken, so that it costs nothing until then. */
  tellProgress(): void {
    for (const listener of this.#listeners) listener.tellProgress();
  }

  listen(progress: () => FollowProgress): StatusListener {
    const signal = this.#signal;
    const listener = new StatusListener(progress, (closed) => {
      this.#listeners.delete(closed);
      signal?.removeEventListener('abort', stop);
    });
    const stop = (): void => listener.close();
    if (signal?.aborted === true) {
      listener.close();
      return listener;
    }
    signal?.addEventListener('abort', stop, { once: true });
    this.#listeners.add(listener);
    return listener;
  }
}
