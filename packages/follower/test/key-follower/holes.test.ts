import { Hdf5Error } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan, type Interceptor } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowDiagnostic, type KeyFollowerOptions } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';

interface Fixture {
  readonly live: MemoryScan;
  readonly clock: SimulatedClock;
  readonly follower: KeyFollower;
  /** What was reported, but for the wake-up. */
  readonly news: FollowDiagnostic[];
}

async function follow(
  plans: Record<string, DatasetPlan>,
  options: Partial<KeyFollowerOptions> = {},
  interceptor: Interceptor = {},
): Promise<Fixture> {
  const live = await MemoryScan.create(plans, interceptor);
  const clock = new SimulatedClock();
  const news: FollowDiagnostic[] = [];
  const { finished, ...keys } = Object.fromEntries(
    await Promise.all(Object.keys(plans).map(async (name) => [name, await live.dataset(name)] as const)),
  );
  const follower = new KeyFollower({
    keys: Object.values(keys),
    ...(finished === undefined ? {} : { finished }),
    clock,
    onDiagnostic: (diagnostic) => {
      if (diagnostic.kind !== 'wake-up') news.push(diagnostic);
    },
    ...options,
  });
  return { live, clock, follower, news };
}

const ten = { key: { shape: [10] } };
/** Points 3, 6 and 7 have no key. */
const withHoles = [1, 1, 1, 0, 1, 1, 0, 0, 1, 1];

describe('a hole without the option', () => {
  it('holds the follow up, and the end tells how many points are ready behind it', async () => {
    const { live, follower, news } = await follow(ten);
    await live.fill('key', withHoles);
    expect(await collect(follower)).toEqual([0, 1, 2]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 3, heldBack: 4 });
    expect([follower.skipped, news]).toEqual([[], []]);
  });

  it.each(['finished', 'closed'] as const)('is told by the end "%s" too', async (reason) => {
    const { live, follower } = await follow({ ...ten, finished: { shape: [1] } });
    await live.fill('key', withHoles);
    await (reason === 'closed' ? live.writer.close() : live.fill('finished', [1]));
    await collect(follower);
    expect(follower.end).toEqual({ reason, missing: 3, heldBack: 4 });
  });

  it('holds back only what is ready in all keys', async () => {
    const { live, follower } = await follow({ a: { shape: [10] }, b: { shape: [8], maxShape: [10] } });
    await live.fill('a', withHoles);
    await live.fill('b', [1, 1, 1, 1, 1, 0, 1, 1]);
    expect(await collect(follower)).toEqual([0, 1, 2]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 3, heldBack: 1 });
  });

  it('is counted far behind too', async () => {
    const { live, follower } = await follow({ key: { shape: [100_000] } });
    await live.setRange('key', 0, 5);
    await live.setRange('key', 99_000, 99_500);
    await collect(follower);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 5, heldBack: 500 });
  });

  it('ends the follow although what is behind it cannot be read', async () => {
    let isBroken = false;
    const { live, follower, news } = await follow(
      { key: { shape: [1000] } },
      { timeoutMs: 0 },
      {
        dataset: (dataset) => ({
          read: (selection, options) => {
            const [rows] = selection as [readonly [number, number]];
            if (isBroken && rows[1] > 100) return Promise.reject(new Hdf5Error('TRANSIENT_READ', 'made up'));
            return dataset.read(selection, options);
          },
        }),
      },
    );
    await live.setRange('key', 0, 5);
    isBroken = true;
    await collect(follower);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 5 });
    expect(news).toMatchObject([{ kind: 'poll-failed', error: { code: 'TRANSIENT_READ' } }]);
  });
});

describe('passing over holes after a time', () => {
  it('waits that long for each, lists the points and goes on behind them', async () => {
    const { live, clock, follower, news } = await follow(ten, { skipHolesAfterMs: 300 });
    await live.fill('key', withHoles);
    const times = new Map<number, number>();
    for await (const index of follower) times.set(index, clock.now());
    expect([...times]).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [4, 300],
      [5, 300],
      [8, 600],
      [9, 600],
    ]);
    const skipped = [
      { start: 3, stop: 4 },
      { start: 6, stop: 8 },
    ];
    expect(follower.skipped).toEqual(skipped);
    expect(news).toEqual(skipped.map((range) => ({ kind: 'skipped', ...range })));
    expect(follower.end).toEqual({ reason: 'complete', skipped });
    expect([follower.ready, follower.isComplete]).toEqual([10, true]);
  });

  it('counts anew with each new key', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 100, timeoutMs: 1000 });
    clock.at(0, () => live.fill('key', [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]));
    clock.at(90, () => live.set('key', [[1]]));
    const times: number[] = [];
    for await (const _ of follower) times.push(clock.now());
    expect(times.length).toBe(3);
    expect(times[1]).toBeLessThan(100);
    expect(follower.skipped).toEqual([]);
  });

  it('does not wait where the hole is filled in time', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 1000 });
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    clock.at(500, () => live.set('key', [[1]]));
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('does not count the time of a slow consumer', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 100 });
    await live.fill('key', [1, 1, 0, 1, 1, 1, 1, 1, 1, 1]);
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      if (index !== 1) continue;
      clock.advance(5000);
      clock.at(clock.now() + 50, () => live.set('key', [[2]]));
    }
    expect(indices).toEqual(upTo(10));
  });

  it('begins anew with a wait after the consumer had control for long', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 1000, timeoutMs: 3000 });
    await live.fill('key', ones(5, 10));
    expect(await collect(follower)).toEqual(upTo(5));
    await live.set('key', [[6]]);
    clock.advance(5000);
    clock.at(clock.now() + 1, () => live.set('key', [[5]]));
    expect(await collect(follower)).toEqual([5, 6]);
    expect(follower.skipped).toEqual([]);
  });

  it('does not count time between refreshes, nor between one and a wait', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 20, timeoutMs: 3000 });
    await live.fill('key', [1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    for (let poll = 0; poll < 10; poll++) {
      await follower.refresh();
      clock.advance(15);
    }
    expect(follower.ready).toBe(3);
    clock.at(clock.now() + 15, () => live.set('key', [[3]]));
    expect(await collect(follower)).toEqual(upTo(10));
  });

  it('adds up the waits of iterations that are left one after the other', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 1000, timeoutMs: 3000 });
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const start = follower[Symbol.asyncIterator]();
    expect((await start.next()).value).toBe(0);
    let taken: number | undefined;
    for (let iteration = 0; iteration < 20 && taken === undefined; iteration++) {
      const iterator = follower[Symbol.asyncIterator]();
      clock.at(clock.now() + 99, () => void iterator.return?.());
      taken = (await iterator.next()).value as number | undefined;
      clock.advance(10);
    }
    expect([taken, follower.skipped]).toEqual([2, [{ start: 1, stop: 2 }]]);
    expect(clock.now()).toBeGreaterThanOrEqual(1000 + 100);
  });

  it('takes the end of what is written for no hole', async () => {
    const { live, follower, news } = await follow(ten, { skipHolesAfterMs: 100, timeoutMs: 1000 });
    await live.fill('key', ones(4, 10));
    expect(await collect(follower)).toEqual(upTo(4));
    expect([follower.skipped, news]).toEqual([[], []]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 4, skipped: [{ start: 4, stop: 10 }] });
    await live.fill('key', ones(10));
    expect(await collect(follower)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('finds what is ready far behind the hole', async () => {
    const { live, clock, follower } = await follow({ key: { shape: [20_000] } }, { skipHolesAfterMs: 100 });
    await live.setRange('key', 0, 10);
    clock.at(150, () => live.setRange('key', 15_000, 15_003));
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      if (index === 15_000) expect(clock.now()).toBeLessThan(3000);
    }
    expect(indices).toEqual([...upTo(10), 15_000, 15_001, 15_002]);
    expect(follower.skipped).toEqual([{ start: 10, stop: 15_000 }]);
  });

  it('does not pass over a hole after a poll that failed', async () => {
    let failures = 0;
    const { live, clock, follower } = await follow(
      ten,
      { skipHolesAfterMs: 100 },
      {
        dataset: (dataset) => ({
          refresh: () =>
            failures-- > 0 ? Promise.reject(new Hdf5Error('TRANSIENT_READ', 'made up')) : dataset.refresh(),
        }),
      },
    );
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    clock.at(20, async () => {
      failures = 30;
      await live.fill('key', ones(10));
    });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.skipped).toEqual([]);
  });
});

describe('never waiting at a hole', () => {
  it('passes over all of them in one poll', async () => {
    const { live, follower } = await follow(ten, { skipHolesAfterMs: 0 });
    await live.fill('key', withHoles);
    expect(await follower.refresh()).toBe(true);
    expect([follower.ready, follower.position, follower.state]).toEqual([10, 0, 'advancing']);
    expect(await collect(follower.ranges())).toEqual([
      { start: 0, stop: 3, upToDate: false },
      { start: 4, stop: 6, upToDate: false },
      { start: 8, stop: 10, upToDate: true },
    ]);
    expect(live.counts.refreshes('/key')).toBe(1);
  });

  it('begins with a hole', async () => {
    const { live, follower } = await follow(ten, { skipHolesAfterMs: 0 });
    await live.fill('key', [0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    await follower.refresh();
    expect(follower.position).toBe(2);
    expect(await collect(follower)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(follower.end).toEqual({ reason: 'complete', skipped: [{ start: 0, stop: 2 }] });
  });

  it('joins points that are passed over one after the other', async () => {
    const { live, follower } = await follow({ key: { shape: [1000] } }, { skipHolesAfterMs: 0, timeoutMs: 0 });
    await live.set('key', [[500], [501], [900]]);
    expect(await collect(follower)).toEqual([500, 501, 900]);
    expect(follower.skipped).toEqual([
      { start: 0, stop: 500 },
      { start: 502, stop: 900 },
    ]);
  });
});

describe('passing over holes only at the end', () => {
  it.each(['finished', 'closed', 'idle-timeout'] as const)(
    'hands out all that lies behind, then is %s',
    async (reason) => {
      const { live, clock, follower } = await follow(
        { ...ten, finished: { shape: [1] } },
        { skipHolesAfterMs: Infinity, timeoutMs: 2000 },
      );
      await live.fill('key', withHoles);
      clock.at(700, async () => {
        if (reason === 'finished') await live.fill('finished', [1]);
        if (reason === 'closed') await live.writer.close();
      });
      const times = new Map<number, number>();
      for await (const index of follower) times.set(index, clock.now());
      expect([...times.keys()]).toEqual([0, 1, 2, 4, 5, 8, 9]);
      const at = reason === 'idle-timeout' ? 2000 : 700;
      expect([times.get(4), times.get(9), clock.now()]).toEqual([at, at, at]);
      expect(follower.end).toEqual({
        reason,
        skipped: [
          { start: 3, stop: 4 },
          { start: 6, stop: 8 },
        ],
      });
    },
  );

  it('lists the points at the end of a bounded scan that never came', async () => {
    const { live, follower } = await follow(ten, { skipHolesAfterMs: Infinity });
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
    await live.writer.close();
    expect(await collect(follower)).toEqual([0, 2, 3, 4, 5, 6, 7]);
    const skipped = [{ start: 1, stop: 2 }];
    expect(follower.end).toEqual({ reason: 'closed', missing: 8, skipped: [...skipped, { start: 8, stop: 10 }] });
    expect(follower.skipped).toEqual(skipped);
  });

  it('goes on where new keys come while that is handed out', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: Infinity, timeoutMs: 100 });
    await live.fill('key', [1, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      if (index === 3) await live.fill('key', [1, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
      if (index === 4) clock.at(clock.now() + 80, () => live.fill('key', [1, 0, 1, 1, 1, 1, 0, 0, 0, 0]));
    }
    expect(indices).toEqual([0, 2, 3, 4, 5]);
    expect(follower.end?.reason).toBe('idle-timeout');
    expect(clock.now()).toBeGreaterThanOrEqual(280);
  });

  it('is due at a time-out shorter than the time given, too', async () => {
    const { live, clock, follower } = await follow(ten, { skipHolesAfterMs: 5000, timeoutMs: 200 });
    await live.fill('key', withHoles);
    expect(await collect(follower)).toEqual([0, 1, 2, 4, 5, 8, 9]);
    expect([follower.end?.reason, clock.now()]).toEqual(['idle-timeout', 200]);
  });
});

describe('an end after a poll that failed', () => {
  it('passes over no holes, by which time they may be filled', async () => {
    let isFailing = false;
    const { live, clock, follower } = await follow(
      ten,
      { skipHolesAfterMs: Infinity, timeoutMs: 100 },
      {
        dataset: (dataset) => ({
          refresh: () => (isFailing ? Promise.reject(new Hdf5Error('TRANSIENT_READ', 'made up')) : dataset.refresh()),
        }),
      },
    );
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    clock.at(20, async () => {
      isFailing = true;
      await live.fill('key', ones(10));
    });
    expect(await collect(follower)).toEqual([0]);
    expect([follower.end?.reason, follower.skipped]).toEqual(['idle-timeout', []]);
    isFailing = false;
    expect(await collect(follower)).toEqual(upTo(10).slice(1));
  });
});

describe('holes in several keys', () => {
  it('are left where a point is ready in all of them, by coordinates', async () => {
    const bounds = { maxShape: [3, 4] };
    const { live, follower } = await follow(
      { a: { shape: [3, 4], ...bounds }, b: { shape: [3, 3], ...bounds } },
      { skipHolesAfterMs: 0, timeoutMs: 0 },
    );
    await live.fill('a', [1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1]);
    // Column 3 is not there yet: indices 3, 7 and 11.
    await live.fill('b', [1, 1, 1, 1, 1, 1, 0, 0, 1]);
    expect(await collect(follower)).toEqual([0, 1, 2, 5, 6, 10]);
    expect(follower.skipped).toEqual([
      { start: 3, stop: 5 },
      { start: 7, stop: 10 },
    ]);
    expect(follower.end).toMatchObject({ reason: 'idle-timeout', missing: 11 });
  });

  it('are looked behind only as far as all of them reach', async () => {
    const unlimited = { maxShape: [null] };
    const { live, follower } = await follow(
      { a: { shape: [0], ...unlimited }, b: { shape: [0], ...unlimited } },
      { skipHolesAfterMs: 0, timeoutMs: 0 },
    );
    await live.fill('a', [1, 0, 1, 1, 1], [5]);
    await live.fill('b', [1, 1, 1], [3]);
    expect(await collect(follower)).toEqual([0, 2]);
    await live.fill('b', [1, 1, 1, 0, 1, 1], [6]);
    expect(await collect(follower)).toEqual([4]);
    expect(follower.skipped).toEqual([
      { start: 1, stop: 2 },
      { start: 3, stop: 4 },
    ]);
  });

  it('are passed in a grid that grows by rows', async () => {
    const { live, follower } = await follow(
      { key: { shape: [0, 4, 1], maxShape: [null, 4, 1] } },
      { skipHolesAfterMs: 0, timeoutMs: 0 },
    );
    await live.fill('key', [1, 1, 0, 1], [1, 4, 1]);
    expect(await collect(follower)).toEqual([0, 1, 3]);
    await live.fill('key', [1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0], [3, 4, 1]);
    expect(await collect(follower)).toEqual([9]);
    expect(follower.end).toMatchObject({
      missing: 10,
      skipped: [
        { start: 2, stop: 3 },
        { start: 4, stop: 9 },
      ],
    });
  });
});

describe('a key that comes after its point was passed over', () => {
  it('is told, and its point is not handed out', async () => {
    const { live, clock, follower, news } = await follow(ten, { skipHolesAfterMs: 10, timeoutMs: 500 });
    await live.fill('key', [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    clock.at(100, () => live.set('key', [[2]]));
    expect(await collect(follower)).toEqual([0, 3]);
    expect(news).toEqual([
      { kind: 'skipped', start: 1, stop: 3 },
      { kind: 'key-late', index: 2 },
    ]);
    follower.reset(2);
    expect(follower.skipped).toEqual([]);
    expect(await collect(follower)).toEqual([2, 3]);
  });
});

describe('a point told to be late', () => {
  it('is told again when it is late again, after a reset', async () => {
    const { live, clock, follower, news } = await follow(ten, { skipHolesAfterMs: 10, timeoutMs: 500 });
    const late = async (): Promise<FollowDiagnostic[]> => {
      news.length = 0;
      await live.fill('key', [1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
      clock.at(clock.now() + 100, () => live.set('key', [[2]]));
      await collect(follower);
      return news.filter(({ kind }) => kind === 'key-late');
    };
    expect(await late()).toEqual([{ kind: 'key-late', index: 2 }]);
    follower.reset();
    expect(await late()).toEqual([{ kind: 'key-late', index: 2 }]);
  });
});

describe('after holes', () => {
  it('what is given back comes again, without the points that were passed over', async () => {
    const { live, follower } = await follow(ten, { skipHolesAfterMs: 0 });
    await live.fill('key', withHoles);
    await collect(follower);
    follower.giveBack(2);
    expect(follower.position).toBe(2);
    expect(await collect(follower)).toEqual([2, 4, 5, 8, 9]);
    follower.giveBack(7);
    expect([follower.position, follower.state]).toEqual([8, 'advancing']);
  });

  it('a key taken back in front of a single point is no other file', async () => {
    const { live, follower, news } = await follow({ key: { shape: [40] } }, { skipHolesAfterMs: 0, timeoutMs: 0 });
    await live.set('key', [[0], [2]]);
    await collect(follower);
    await live.set('key', [[2]], 0);
    await follower.refresh();
    expect(news.at(-1)).toEqual({ kind: 'key-cleared', key: '/key', index: 2 });
  });

  it('extents that no longer hold what was seen are another file', async () => {
    const { live, follower } = await follow(
      { key: { shape: [20], maxShape: [null] } },
      { skipHolesAfterMs: 0, timeoutMs: 0 },
    );
    await live.set('key', [[0], [12]]);
    await collect(follower);
    await live.resize('key', [12]);
    await expect(follower.refresh()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
  });

  it.each([-1, NaN])('an option of %d is refused', async (skipHolesAfterMs) => {
    await expect(follow(ten, { skipHolesAfterMs })).rejects.toThrow(RangeError);
  });
});
