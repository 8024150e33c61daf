import type { WriterState } from '@h5tail/adapter';
import type { Clock, Follower } from '@h5tail/follower';
import { seconds } from '../../counted.js';

/** How long a status line tells that it goes on. */
const resumedForMs = 5000;

const writerWords: Readonly<Record<WriterState, string>> = {
  closed: 'the writer has closed the file',
  writing: 'the writer has the file open',
  'swmr-writing': 'the writer has the file open',
  unknown: 'nothing is known of the writer',
};

/**
 * Listens to the news of a follow for a status line: since when nothing new has come, and that it goes on again. Holds no
 * timer and no handle.
 */
export class StallNews implements Disposable {
  readonly #clock: Clock;
  readonly #news: ReturnType<Follower<unknown>['status']>;
  #words = '';
  #wordsUntil = Infinity;

  /** @param onNews Called when {@link StallNews.words} has changed. */
  constructor(follower: Pick<Follower<unknown>, 'status'>, clock: Clock, onNews: () => void) {
    this.#clock = clock;
    this.#news = follower.status();
    void this.#listen(onNews);
  }

  /** What to put behind a status; empty where all is well. */
  get words(): string {
    return this.#clock.now() < this.#wordsUntil ? this.#words : '';
  }

  [Symbol.dispose](): void {
    void this.#news.return?.();
  }

  async #listen(onNews: () => void): Promise<void> {
    for await (const item of this.#news) {
      if (item.kind === 'stalled') {
        this.#words = `  nothing new since ${this.#timeOf(item.since)}: ${writerWords[item.writer]}`;
        this.#wordsUntil = Infinity;
        onNews();
      } else if (item.kind === 'resumed') {
        this.#words = `  went on after ${seconds(Math.round(item.afterMs / 100) * 100)}`;
        this.#wordsUntil = this.#clock.now() + resumedForMs;
        onNews();
      }
    }
  }

  /** A moment of the follower's clock as the time of the day. */
  #timeOf(moment: number): string {
    const date = new Date(Date.now() - (this.#clock.now() - moment));
    return date.toTimeString().slice(0, 8);
  }
}
