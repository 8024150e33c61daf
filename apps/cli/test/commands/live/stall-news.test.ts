import type { FollowStatus } from '@h5tail/follower';
import { describe, expect, it } from 'vitest';
import { StallNews } from '../../../src/commands/live/stall-news.js';
import { FakeClock } from '../../fake-clock.js';

/** A follower that tells what it is told to. */
class Teller implements AsyncIterableIterator<FollowStatus> {
  isLeft = false;
  #resolve: (result: IteratorResult<FollowStatus, undefined>) => void = () => undefined;

  status(): this {
    return this;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<FollowStatus, undefined>> {
    return new Promise((resolve) => (this.#resolve = resolve));
  }

  async return(): Promise<IteratorResult<FollowStatus, undefined>> {
    this.isLeft = true;
    this.#resolve({ done: true, value: undefined });
    return { done: true, value: undefined };
  }

  async tell(value: FollowStatus): Promise<void> {
    this.#resolve({ done: false, value });
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

describe('StallNews', () => {
  it('tells since when nothing came, and for a while that it went on', async () => {
    const [teller, clock] = [new Teller(), new FakeClock()];
    clock.time = 10_000;
    const news: string[] = [];
    {
      using stalls: StallNews = new StallNews(teller, clock, () => news.push(stalls.words));
      expect(stalls.words).toBe('');
      await teller.tell({ kind: 'progress', ready: 1, position: 1, size: null });
      expect(news).toEqual([]);
      const before = new Date(Date.now() - 4000).toTimeString().slice(0, 8);
      await teller.tell({ kind: 'stalled', since: 6000, writer: 'swmr-writing', ready: 3, position: 3 });
      const after = new Date(Date.now() - 4000).toTimeString().slice(0, 8);
      const words = (time: string): string => `  nothing new since ${time}: the writer has the file open`;
      expect([words(before), words(after)]).toContain(stalls.words);
      await teller.tell({ kind: 'resumed', afterMs: 7345 });
      expect(stalls.words).toBe('  went on after 7.3 s');
      expect(news).toHaveLength(2);
      clock.time += 5000;
      expect(stalls.words).toBe('');
    }
    expect(teller.isLeft).toBe(true);
  });

  it.each([
    ['closed', 'the writer has closed the file'],
    ['unknown', 'nothing is known of the writer'],
  ] as const)('says of a writer that is %s: %s', async (writer, words) => {
    const teller = new Teller();
    using stalls = new StallNews(teller, new FakeClock(), () => undefined);
    await teller.tell({ kind: 'stalled', since: 0, writer, ready: 0, position: 0 });
    expect(stalls.words.endsWith(`: ${words}`)).toBe(true);
  });
});
