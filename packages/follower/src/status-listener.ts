import type { FollowProgress, FollowStatus } from './follow-status.js';

/** Items kept for a listener that does not take them. */
const longestQueue = 256;

/** One listener to the news of a follow. It holds at most so many items, and no timer or handle while it waits. */
export class StatusListener implements AsyncIterableIterator<FollowStatus> {
  readonly #progress: () => FollowProgress;
  readonly #onClose: (listener: StatusListener) => void;
  /** `progress` stands for the newest at the time it is taken. */
  readonly #queue: (FollowStatus | 'progress')[] = [];
  readonly #waiting: ((result: IteratorResult<FollowStatus, undefined>) => void)[] = [];
  #hasProgress = false;
  #lost = 0;
  #isClosed = false;

  constructor(progress: () => FollowProgress, onClose: (listener: StatusListener) => void) {
    this.#progress = progress;
    this.#onClose = onClose;
  }

  tell(status: FollowStatus): void {
    const resolve = this.#waiting.shift();
    if (resolve !== undefined) resolve({ done: false, value: status });
    else this.#keep(status);
  }

  tellProgress(): void {
    if (this.#hasProgress) return;
    if (this.#waiting.length > 0) {
      this.tell(this.#progress());
      return;
    }
    this.#hasProgress = true;
    this.#keep('progress');
  }

  next(): Promise<IteratorResult<FollowStatus, undefined>> {
    if (this.#lost > 0) {
      const count = this.#lost;
      this.#lost = 0;
      return Promise.resolve({ done: false, value: { kind: 'lost', count } });
    }
    const kept = this.#queue.shift();
    if (kept === 'progress') this.#hasProgress = false;
    if (kept !== undefined) {
      return Promise.resolve({ done: false, value: kept === 'progress' ? this.#progress() : kept });
    }
    if (this.#isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<FollowStatus, undefined>> {
    this.#queue.length = 0;
    this.#lost = 0;
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Nothing comes any more; what is kept can still be taken. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
    this.#onClose(this);
  }

  #keep(item: FollowStatus | 'progress'): void {
    if (this.#queue.length >= longestQueue) {
      const dropped = this.#queue.shift();
      if (dropped === 'progress' && item !== 'progress') this.#hasProgress = false;
      this.#lost++;
    }
    this.#queue.push(item);
  }
}
