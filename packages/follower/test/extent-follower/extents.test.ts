import { dtypes, Hdf5Error, openFile } from '@h5tail/adapter';
import { memoryAdapter, MemoryScan, type DatasetPlan, type Interceptor } from '@h5tail/adapter-conformance/memory';
import { asyncProperty, array, assert, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtentFollower, type ExtentFollowerOptions, type FollowStatus } from '@h5tail/follower';
import { collect } from '../collect.js';
import { SimulatedClock } from '../simulated-clock.js';

interface Fixture {
  readonly live: MemoryScan;
  readonly clock: SimulatedClock;
  readonly follower: ExtentFollower;
  /** Start and stop of every range until the follow ends. */
  readonly ranges: () => Promise<number[][]>;
}

const endless: DatasetPlan = { shape: [0], maxShape: [null] };
const two = { headers: endless, messages: endless };

/** Follows all datasets, in the order of the plans. */
async function follow(
  plans: Record<string, DatasetPlan>,
  options: Partial<ExtentFollowerOptions> = {},
  interceptor: Interceptor = {},
): Promise<Fixture> {
  const live = await MemoryScan.create(plans, interceptor);
  const clock = new SimulatedClock();
  const datasets = await live.datasets(...Object.keys(plans).filter((name) => name !== 'finished'));
  const finished = 'finished' in plans ? { finished: await live.dataset('finished') } : {};
  const follower = new ExtentFollower({ datasets, clock, timeoutMs: 100, ...finished, ...options });
  const ranges = async (): Promise<number[][]> => (await collect(follower)).map(({ start, stop }) => [start, stop]);
  return { live, clock, follower, ranges };
}

/** Extends both datasets as a writer of messages does. */
async function extend(live: MemoryScan, length: number): Promise<void> {
  await live.resize('messages', [length]);
  await live.resize('headers', [length]);
}

describe('ranges', () => {
  it('are what all datasets have', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0 });
    expect(await ranges()).toEqual([]);
    expect([follower.ready, follower.position, follower.maxShape]).toEqual([0, 0, [null]]);
    await live.resize('messages', [5]);
    expect(await ranges()).toEqual([]);
    await live.resize('headers', [3]);
    expect(await ranges()).toEqual([[0, 3]]);
    expect([follower.ready, follower.position]).toEqual([3, 3]);
    await live.resize('headers', [9]);
    expect(await ranges()).toEqual([[3, 5]]);
    await live.resize('messages', [9]);
    expect(await ranges()).toEqual([[5, 9]]);
  });

  it('come as they grow', async () => {
    const { live, clock, follower } = await follow(two);
    for (const length of [3, 7, 8]) clock.at(20 * length, () => extend(live, length));
    const seen: (readonly [number, number, boolean, number])[] = [];
    for await (const { start, stop, upToDate } of follower) seen.push([start, stop, upToDate, Math.round(clock.now())]);
    expect(seen).toEqual([
      [0, 3, true, 60],
      [3, 7, true, 140],
      [7, 8, true, 160],
    ]);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
  });

  it('count elements of the first axis, whatever the others', async () => {
    const { live, ranges } = await follow(
      { table: { shape: [0, 4], maxShape: [null, 4] }, cube: { shape: [2, 3, 3], maxShape: [null, 3, 3] } },
      { timeoutMs: 0 },
    );
    await live.resize('table', [6, 4]);
    expect(await ranges()).toEqual([[0, 2]]);
    await live.resize('cube', [4, 3, 3]);
    expect(await ranges()).toEqual([[2, 4]]);
  });

  it('of one dataset are all it has', async () => {
    const { live, ranges, follower } = await follow({ log: endless });
    await live.resize('log', [4]);
    await live.writer.close();
    expect(await ranges()).toEqual([[0, 4]]);
    expect(follower.end).toEqual({ reason: 'closed' });
  });

  it.each([
    ['before what is there', 2, [[2, 5]]],
    ['at its end', 5, []],
    ['behind it', 9, []],
  ])('begin %s', async (_, from, expected) => {
    const { live, ranges, follower } = await follow(two, { from, timeoutMs: 0 });
    await extend(live, 5);
    expect(await ranges()).toEqual(expected);
    expect(follower.position).toBe(Math.max(5, from));
    await extend(live, 12);
    expect(await ranges()).toEqual([[Math.max(5, from), 12]]);
  });

  it('come in order and each element once, however the extents grow', async () => {
    const step = array(integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 2 });
    const property = asyncProperty(
      array(step, { maxLength: 20 }),
      integer({ min: 0, max: 10 }),
      async (steps, from) => {
        const { live, ranges, follower } = await follow(two, { from, timeoutMs: 0 });
        const [lengths, stop] = [[0, 0], { is: from }];
        for (const growth of steps) {
          growth.forEach((more, i) => (lengths[i] = (lengths[i] as number) + more));
          await live.resize('messages', [lengths[0] as number]);
          await live.resize('headers', [lengths[1] as number]);
          const common = Math.min(...lengths);
          expect(await ranges()).toEqual(common > stop.is ? [[stop.is, common]] : []);
          stop.is = Math.max(stop.is, common);
          expect(follower.position).toBe(stop.is);
        }
      },
    );
    await assert(property, { numRuns: 100 });
  });
});

describe('refreshes', () => {
  it('are made in the order of the datasets, so that what the first has is there in the others', async () => {
    const log: string[] = [];
    const at: { afterHeaders?: () => Promise<void> } = {};
    const { live, follower, ranges } = await follow(
      two,
      { timeoutMs: 0 },
      {
        dataset: (dataset) => ({
          refresh: async () => {
            log.push(dataset.path);
            await dataset.refresh();
            if (dataset.path === '/headers') await at.afterHeaders?.();
          },
        }),
      },
    );
    // The writer extends both between the two refreshes.
    at.afterHeaders = () => extend(live, 4);
    expect(await follower.refresh()).toBe(false);
    expect(log).toEqual(['/headers', '/messages']);
    delete at.afterHeaders;
    expect(await ranges()).toEqual([[0, 4]]);
  });

  it('read no element', async () => {
    const { live, ranges } = await follow(two, { timeoutMs: 0 });
    await extend(live, 1000);
    await ranges();
    expect([live.counts.elementsRead('/headers'), live.counts.elementsRead('/messages')]).toEqual([0, 0]);
  });

  it('that fail in passing are told, and made again', async () => {
    const at = { fails: true };
    const { live, follower, ranges, clock } = await follow(
      two,
      {},
      {
        dataset: (dataset) => ({
          refresh: () => (at.fails ? Promise.reject(new Hdf5Error('TRANSIENT_READ', 'not now')) : dataset.refresh()),
        }),
      },
    );
    await extend(live, 3);
    clock.at(50, () => (at.fails = false));
    expect(await ranges()).toEqual([[0, 3]]);
    at.fails = true;
    expect(await ranges()).toEqual([]);
    expect(follower.end).toMatchObject({ reason: 'idle-timeout', lastError: { code: 'TRANSIENT_READ' } });
  });

  it('that fail for good end the follow, which goes on later without loss', async () => {
    const at = { fails: false };
    const { live, follower, ranges } = await follow(
      two,
      { timeoutMs: 0 },
      {
        dataset: (dataset) => ({
          refresh: () => (at.fails ? Promise.reject(new Hdf5Error('CORRUPT_FILE', 'broken')) : dataset.refresh()),
        }),
      },
    );
    await extend(live, 3);
    expect(await ranges()).toEqual([[0, 3]]);
    at.fails = true;
    await extend(live, 5);
    await expect(ranges()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    expect([follower.end, follower.position]).toEqual([undefined, 3]);
    at.fails = false;
    expect(await ranges()).toEqual([[3, 5]]);
  });
});

describe('an end', () => {
  it('comes with the closed file, after all that it has', async () => {
    const { live, clock, follower, ranges } = await follow(two);
    await extend(live, 2);
    clock.at(30, async () => {
      await extend(live, 6);
      await live.writer.close();
    });
    expect(await ranges()).toEqual([
      [0, 2],
      [2, 6],
    ]);
    expect(follower.end).toEqual({ reason: 'closed' });
    expect(follower.state).toBe('ended');
  });

  it('does not come with a closed file where that is none', async () => {
    const { live, follower, ranges, clock } = await follow(two, { endWhenClosed: false });
    await extend(live, 2);
    await live.writer.close();
    expect(await ranges()).toEqual([[0, 2]]);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
    expect(Math.round(clock.now())).toBe(100);
  });

  it('tells what one dataset has and another has not', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0 });
    await live.resize('messages', [5]);
    await live.resize('headers', [3]);
    expect(await ranges()).toEqual([[0, 3]]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 3 });
    await live.writer.close();
    expect(await ranges()).toEqual([]);
    expect(follower.end).toEqual({ reason: 'closed', missing: 3 });
  });

  it('comes with the finished flag', async () => {
    const { live, clock, follower, ranges } = await follow({ ...two, finished: { shape: [1] } }, { timeoutMs: 1000 });
    await extend(live, 2);
    clock.at(20, async () => {
      await extend(live, 4);
      await live.fill('finished', [1]);
    });
    expect(await ranges()).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(follower.end).toEqual({ reason: 'finished' });
  });

  it('comes with the limit of the smallest dataset', async () => {
    const { live, follower, ranges } = await follow({
      messages: { shape: [0], maxShape: [8] },
      headers: { shape: [0], maxShape: [5] },
      other: endless,
    });
    expect([follower.maxShape, follower.isComplete]).toEqual([[5], false]);
    await live.resize('other', [20]);
    await live.resize('messages', [7]);
    await live.resize('headers', [4]);
    const first = follower[Symbol.asyncIterator]();
    expect((await first.next()).value).toEqual({ start: 0, stop: 4, upToDate: true });
    await first.return?.();
    await live.resize('headers', [5]);
    expect(await ranges()).toEqual([[4, 5]]);
    expect([follower.end, follower.isComplete, follower.ready]).toEqual([{ reason: 'complete' }, true, 5]);
    expect(await ranges()).toEqual([]);
  });

  it('of a bounded follow that is not complete tells what is missing', async () => {
    const { live, follower, ranges } = await follow({ log: { shape: [0], maxShape: [5] } }, { timeoutMs: 0 });
    await live.resize('log', [3]);
    expect(await ranges()).toEqual([[0, 3]]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 3 });
  });

  it('comes after one poll with a time-out of 0, without a wait', async () => {
    const { live, clock, ranges } = await follow(two, { timeoutMs: 0 });
    await ranges();
    expect([live.counts.refreshes('/headers'), clock.sleeps]).toEqual([1, []]);
  });

  it('waits longer for the first element where that is wanted', async () => {
    const { live, clock, follower, ranges } = await follow(two, { timeoutMs: 50, firstKeyTimeoutMs: 5000 });
    clock.at(3000, () => extend(live, 1));
    expect(await ranges()).toEqual([[0, 1]]);
    expect(Math.round(clock.now())).toBe(3050);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
  });

  it('is taken back when the follow goes on', async () => {
    const { live, clock, follower, ranges } = await follow(two);
    await extend(live, 2);
    await ranges();
    clock.at(clock.now() + 40, () => extend(live, 5));
    expect(await ranges()).toEqual([[2, 5]]);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
  });
});

describe('a dataset that loses elements', () => {
  it.each(['headers', 'messages'])('that were handed out is of another file: %s', async (name) => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0 });
    await extend(live, 5);
    expect(await ranges()).toEqual([[0, 5]]);
    await live.resize(name, [4]);
    await expect(ranges()).rejects.toMatchObject({ code: 'FILE_REPLACED', object: `/${name}`, retryable: false });
    expect(follower.position).toBe(5);
  });

  it('that nobody was told of is as before', async () => {
    const { live, ranges, follower } = await follow(two, { timeoutMs: 0, from: 3 });
    await live.resize('messages', [9]);
    await live.resize('headers', [2]);
    expect(await ranges()).toEqual([]);
    await live.resize('messages', [1]);
    expect(await ranges()).toEqual([]);
    await extend(live, 4);
    expect(await ranges()).toEqual([[3, 4]]);
    await live.resize('messages', [8]);
    await live.resize('messages', [4]);
    expect(await ranges()).toEqual([]);
    expect(follower.position).toBe(4);
  });

  it('is followed anew after a reset', async () => {
    const { live, ranges, follower } = await follow(two, { timeoutMs: 0 });
    await extend(live, 5);
    await ranges();
    await extend(live, 2);
    await expect(ranges()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
    follower.reset();
    expect([follower.position, follower.ready]).toEqual([0, 0]);
    expect(await ranges()).toEqual([[0, 2]]);
  });
});

describe('a consumer', () => {
  it('may leave and go on without loss', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0 });
    await extend(live, 4);
    for await (const { start, stop } of follower) {
      expect([start, stop]).toEqual([0, 4]);
      await extend(live, 6);
      break;
    }
    expect([follower.end, follower.position]).toEqual([undefined, 4]);
    expect(await ranges()).toEqual([[4, 6]]);
  });

  it('may give back what it could not use', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0 });
    await extend(live, 10);
    expect(await ranges()).toEqual([[0, 10]]);
    const refreshes = live.counts.refreshes('/headers');
    follower.giveBack(7);
    expect([follower.position, follower.ready, follower.state, follower.end]).toEqual([7, 10, 'advancing', undefined]);
    const again = follower[Symbol.asyncIterator]();
    expect((await again.next()).value).toEqual({ start: 7, stop: 10, upToDate: true });
    expect(live.counts.refreshes('/headers')).toBe(refreshes);
    await again.return?.();
    // Nothing behind the position, and nothing before the beginning.
    follower.giveBack(10);
    expect(follower.position).toBe(10);
    expect(() => follower.giveBack(-1)).toThrow(RangeError);
    follower.giveBack(0);
    expect(await ranges()).toEqual([[0, 10]]);
  });

  it('gives back nothing before the beginning of the follow', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 0, from: 4 });
    await extend(live, 6);
    expect(await ranges()).toEqual([[4, 6]]);
    follower.giveBack(3);
    expect(follower.position).toBe(6);
  });

  it('may abort', async () => {
    const aborter = new AbortController();
    const { live, clock, follower, ranges } = await follow(two, { signal: aborter.signal, timeoutMs: Infinity });
    await extend(live, 2);
    const reason = new Error('enough');
    clock.at(500, () => aborter.abort(reason));
    const seen: number[] = [];
    const following = (async () => {
      for await (const { stop } of follower) seen.push(stop);
    })();
    await expect(following).rejects.toBe(reason);
    expect([seen, follower.end]).toEqual([[2], undefined]);
    await expect(ranges()).rejects.toBe(reason);
  });

  it('learns of states, progress and ends', async () => {
    const { live, follower, ranges } = await follow(two);
    const news = follower.status();
    await extend(live, 3);
    await live.writer.close();
    await ranges();
    const told: FollowStatus[] = [];
    for await (const item of news) {
      told.push(item);
      if (item.kind === 'ended') break;
    }
    expect(told.filter(({ kind }) => kind === 'state')).toEqual([
      { kind: 'state', state: 'draining', before: 'waiting' },
      { kind: 'state', state: 'ended', before: 'draining' },
    ]);
    expect(told).toContainEqual({ kind: 'progress', ready: 3, position: 3, size: null });
    expect(told.at(-1)).toEqual({ kind: 'ended', end: { reason: 'closed' } });
  });

  it('is told of a stall, and of the writer then', async () => {
    const { live, follower, ranges } = await follow(two, { timeoutMs: 5000, stallAfterMs: 1000 });
    const news = follower.status();
    await extend(live, 1);
    await ranges();
    const told: FollowStatus[] = [];
    for await (const item of news) {
      told.push(item);
      if (item.kind === 'ended') break;
    }
    expect(told.filter(({ kind }) => kind === 'stalled')).toMatchObject([{ writer: 'swmr-writing' }]);
  });

  it('waits once at a time', async () => {
    const { live, follower } = await follow(two, { clock: new SimulatedClock(), timeoutMs: Infinity });
    const iterator = follower[Symbol.asyncIterator]();
    const pending = iterator.next();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'BUSY' });
    expect(() => follower.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }) as Error);
    await extend(live, 1);
    follower.notify();
    expect((await pending).value).toEqual({ start: 0, stop: 1, upToDate: true });
    await iterator.return?.();
  });
});

describe('an extent follower', () => {
  it('needs a dataset with an axis', async () => {
    const file = await openFile('/odd.h5', { adapter: memoryAdapter(), mode: 'w' });
    const scalar = await file.root.createDataset('scalar', { dtype: dtypes.int32, shape: [] });
    expect(() => new ExtentFollower({ datasets: [] })).toThrow(TypeError);
    expect(() => new ExtentFollower({ datasets: [scalar] })).toThrow(
      expect.objectContaining({ code: 'WRONG_SHAPE' }) as Error,
    );
  });

  it.each([
    { from: -1 },
    { from: 0.5 },
    { timeoutMs: -1 },
    { pollIntervalMs: { min: 0, max: 1 } },
    { stallAfterMs: NaN },
  ])('refuses %o', async (options) => {
    const live = await MemoryScan.create(two);
    const datasets = await live.datasets('headers');
    expect(() => new ExtentFollower({ datasets, ...options })).toThrow(RangeError);
  });
});
