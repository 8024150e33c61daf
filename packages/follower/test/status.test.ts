import { getEventListeners } from 'node:events';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowStatus, type KeyFollowerOptions } from '@h5tail/follower';
import { collect } from './collect.js';
import { ones, upTo } from './number-lists.js';
import { SimulatedClock } from './simulated-clock.js';
import { tenKeys } from './watched-keys.js';

async function follow(
  options: Partial<KeyFollowerOptions> = {},
): Promise<{ live: MemoryScan; clock: SimulatedClock; follower: KeyFollower }> {
  const live = await MemoryScan.create(tenKeys);
  const clock = new SimulatedClock();
  return { live, clock, follower: new KeyFollower({ keys: await live.datasets('key'), clock, ...options }) };
}

/** Takes what is there, and leaves. */
async function takeAll(news: AsyncIterableIterator<FollowStatus>, until = 'ended'): Promise<FollowStatus[]> {
  const taken: FollowStatus[] = [];
  for await (const item of news) {
    taken.push(item);
    if (item.kind === until) break;
  }
  return taken;
}

/** Takes what comes up to the end of so many iterations, and goes on listening. */
async function collectUntilEnds(news: AsyncIterableIterator<FollowStatus>, ends: number): Promise<FollowStatus[]> {
  const taken: FollowStatus[] = [];
  for (let left = ends; left > 0;) {
    const { value } = (await news.next()) as { value: FollowStatus };
    taken.push(value);
    if (value.kind === 'ended') left--;
  }
  return taken;
}

describe('the status', () => {
  it('tells states, progress, the wake-up and the end', async () => {
    const { live, clock, follower } = await follow();
    const news = follower.status();
    clock.at(20, () => live.fill('key', ones(4, 10)));
    clock.at(40, () => live.writer.close());
    expect(await collect(follower)).toEqual(upTo(4));
    const taken = await takeAll(news);
    expect(taken).toEqual([
      { kind: 'wake-up', name: 'file-change' },
      { kind: 'state', state: 'advancing', before: 'waiting' },
      // The newest by the time it is taken.
      { kind: 'progress', ready: 4, position: 4, size: 10 },
      { kind: 'state', state: 'waiting', before: 'advancing' },
      { kind: 'state', state: 'draining', before: 'waiting' },
      { kind: 'state', state: 'ended', before: 'draining' },
      { kind: 'ended', end: { reason: 'closed', missing: 4 } },
    ]);
  });

  it('tells of progress as it comes to one who waits', async () => {
    const { live, clock, follower } = await follow({ timeoutMs: 100 });
    const seen: number[] = [];
    const watching = (async () => {
      for await (const item of follower.status()) {
        if (item.kind === 'progress') seen.push(item.position);
        if (item.kind === 'ended') return;
      }
    })();
    for (const index of upTo(3)) clock.at(10 * index + 5, () => live.set('key', [[index]]));
    await collect(follower);
    await watching;
    expect(seen.at(-1)).toBe(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('goes on over several iterations, with an end for each', async () => {
    const { live, follower } = await follow({ timeoutMs: 0 });
    const news = follower.status();
    await collect(follower);
    await live.fill('key', ones(10));
    await collect(follower);
    follower.reset(9);
    await collect(follower);
    await news.return?.();
    expect(await news.next()).toEqual({ done: true, value: undefined });
    const other = follower.status();
    await collect(follower);
    const ends = await takeAll(other);
    expect(ends.filter(({ kind }) => kind === 'ended')).toEqual([{ kind: 'ended', end: { reason: 'complete' } }]);
  });

  it('tells of a stall once, with the writer, and of what comes after it', async () => {
    const { live, clock, follower } = await follow({ stallAfterMs: 200, timeoutMs: 2000 });
    const news = follower.status();
    await live.fill('key', ones(4, 10));
    clock.at(900, () => live.fill('key', ones(10)));
    await collect(follower);
    const taken = await takeAll(news);
    expect(taken.filter(({ kind }) => kind === 'stalled' || kind === 'resumed')).toEqual([
      { kind: 'stalled', since: 0, writer: 'swmr-writing', ready: 4, position: 4 },
      { kind: 'resumed', afterMs: 900 },
    ]);
  });

  it('does not take a slow consumer for a stall', async () => {
    const { live, clock, follower } = await follow({ stallAfterMs: 200 });
    const news = follower.status();
    await live.fill('key', ones(4, 10));
    for await (const index of follower) {
      clock.advance(1000);
      if (index === 3) await live.fill('key', ones(10));
    }
    expect((await takeAll(news)).filter(({ kind }) => kind === 'stalled')).toEqual([]);
  });

  it('does not take the time between two iterations for a stall', async () => {
    const { live, clock, follower } = await follow({ stallAfterMs: 1000, timeoutMs: 400 });
    const news = follower.status();
    await live.fill('key', ones(4, 10));
    await collect(follower);
    clock.advance(5000);
    await collect(follower);
    const taken = await collectUntilEnds(news, 2);
    expect(taken.filter(({ kind }) => kind === 'stalled')).toEqual([]);
  });

  it.each([
    [20, 200],
    [500, 2000],
  ])('tells of a stall to one who polls every %i ms, and pauses count as far as waits would pause', async (ms, at) => {
    const { live, clock, follower } = await follow({ stallAfterMs: 200, timeoutMs: 0 });
    const news = follower.status();
    await live.fill('key', ones(4, 10));
    const stalls: number[] = [];
    for (; clock.now() < 3000; clock.advance(ms)) {
      await collect(follower);
      if ((await collectUntilEnds(news, 1)).some(({ kind }) => kind === 'stalled')) stalls.push(clock.now());
    }
    await news.return?.();
    expect(stalls).toEqual([at]);
  });

  it('does not count for a stall what was before a reset', async () => {
    const { live, follower } = await follow({ stallAfterMs: 1000, timeoutMs: 900 });
    const news = follower.status();
    await live.fill('key', ones(4, 10));
    await collect(follower);
    follower.reset(4);
    await collect(follower);
    const taken = await collectUntilEnds(news, 2);
    expect(taken.filter(({ kind }) => kind === 'stalled')).toEqual([]);
  });

  it('tells what was passed over, and the diagnostics', async () => {
    const { live, follower } = await follow({ skipHolesAfterMs: 0, timeoutMs: 0 });
    const news = follower.status();
    await live.fill('key', [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    await collect(follower);
    await live.set('key', [[2]], 0);
    await collect(follower);
    const kinds: string[] = [];
    for (let ends = 0; ends < 2;) {
      const { value } = (await news.next()) as { value: FollowStatus };
      if (value.kind === 'ended') ends++;
      else if (value.kind === 'skipped' || value.kind === 'key-cleared') kinds.push(JSON.stringify(value));
    }
    expect(kinds).toEqual([
      JSON.stringify({ kind: 'skipped', start: 1, stop: 2 }),
      JSON.stringify({ kind: 'key-cleared', key: '/key', index: 2 }),
    ]);
  });
});

describe('a listener to the status', () => {
  it('that takes nothing holds a bounded number of items, and is told how many it lost', async () => {
    const { live, follower } = await follow({ timeoutMs: 0 });
    const news = follower.status();
    for (let round = 0; round < 1000; round++) {
      await live.fill('key', ones(10));
      await collect(follower);
      follower.reset();
    }
    expect(await news.next()).toMatchObject({ done: false, value: { kind: 'lost' } });
    let held = 0;
    // The signal is not aborted, so only leaving ends it: what is held comes first.
    const sentinel = {};
    for (;;) {
      const next = await Promise.race([news.next(), Promise.resolve(sentinel)]);
      if (next === sentinel) break;
      held++;
    }
    expect(held).toBe(256);
    await news.return?.();
  });

  it('is one of any number, each with all news', async () => {
    const { live, follower } = await follow();
    const [one, other] = [follower.status(), follower.status()];
    await live.fill('key', ones(10));
    await collect(follower);
    const taken = await takeAll(one);
    expect(await takeAll(other)).toEqual(taken);
    expect(taken.at(-1)).toEqual({ kind: 'ended', end: { reason: 'complete' } });
  });

  it('that waits is let go by return', async () => {
    const { follower } = await follow();
    const news = follower.status();
    const pending = [news.next(), news.next()];
    await news.return?.();
    expect(await Promise.all(pending)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('ends with the signal after what it was told before, and leaves no listener', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const { live, follower } = await follow({ signal });
    const news = follower.status();
    const left = follower.status();
    expect(getEventListeners(signal, 'abort')).toHaveLength(2);
    await left.return?.();
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await live.fill('key', ones(10));
    await follower.refresh();
    controller.abort();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(await collect(news)).toEqual([
      { kind: 'state', state: 'advancing', before: 'waiting' },
      { kind: 'progress', ready: 10, position: 0, size: 10 },
    ]);
    expect(await collect(follower.status())).toEqual([]);
  });

  it('holds no timer and no handle while it waits, so that a process may end', async () => {
    const { follower } = await follow();
    const before = process.getActiveResourcesInfo().toSorted();
    const news = follower.status();
    const pending = news.next();
    expect(process.getActiveResourcesInfo().toSorted()).toEqual(before);
    await news.return?.();
    await pending;
  });
});
