import { openFile } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { RowKeyFollower, type FollowState, type RowKeyFollowerOptions } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';

async function follow(
  plan: DatasetPlan,
  options: Partial<RowKeyFollowerOptions> = {},
): Promise<{ live: MemoryScan; clock: SimulatedClock; follower: RowKeyFollower; ends: () => Promise<number[]> }> {
  const live = await MemoryScan.create({ key: plan });
  const clock = new SimulatedClock();
  const follower = new RowKeyFollower({ keys: await live.datasets('key'), clock, ...options });
  return { live, clock, follower, ends: async () => (await collect(follower)).map(({ stop }) => stop - 1) };
}

const grid = { shape: [5, 10, 1, 1] };

describe('rows', () => {
  it('of a complete grid are all handed out', async () => {
    const { live, follower } = await follow(grid);
    await live.fill('key', ones(50));
    expect(await collect(follower)).toEqual(upTo(5).map((row) => ({ row, start: 10 * row, stop: 10 * row + 10 })));
    expect([follower.rowSize, follower.scanRank, follower.maxShape, follower.scanShape]).toEqual([
      10,
      2,
      [5, 10],
      [5, 10],
    ]);
    expect([follower.ready, follower.position, follower.isComplete]).toEqual([5, 5, true]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('wait for their last point: 25 keys', async () => {
    const { live, follower, ends } = await follow(grid);
    await live.fill('key', ones(25, 50));
    expect(await ends()).toEqual([9, 19]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 2 });
  });

  it('of an unlimited scan have the length that is given', async () => {
    const { live, follower, ends } = await follow(
      { shape: [5, 10, 1, 1], maxShape: [null, null, 1, 1] },
      { rowSize: 10 },
    );
    await live.fill('key', ones(50));
    expect(await ends()).toEqual([9, 19, 29, 39, 49]);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
  });

  it('lose nothing where the follow stops in the middle of one', async () => {
    const { live, follower, ends } = await follow({ shape: [4, 5] }, { timeoutMs: 0 });
    await live.fill('key', ones(7, 20));
    expect(await ends()).toEqual([4]);
    expect(follower.position).toBe(1);
    await live.fill('key', ones(20));
    expect(await ends()).toEqual([9, 14, 19]);
  });

  it('end shorter where the length does not divide a bounded scan', async () => {
    const { live, follower } = await follow({ shape: [23] }, { rowSize: 10 });
    await live.fill('key', ones(22, 23));
    expect(await collect(follower)).toEqual([
      { row: 0, start: 0, stop: 10 },
      { row: 1, start: 10, stop: 20 },
    ]);
    await live.fill('key', ones(23));
    expect(await collect(follower)).toEqual([{ row: 2, start: 20, stop: 23 }]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('that have begun are missing, those of an unlimited scan are not', async () => {
    const { live, follower, ends } = await follow({ shape: [7], maxShape: [null] }, { rowSize: 5 });
    await live.fill('key', ones(7));
    expect(await ends()).toEqual([4]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 1 });
    await live.fill('key', ones(10), [10]);
    expect(await ends()).toEqual([9]);
    expect(follower.end).toEqual({ reason: 'idle-timeout' });
  });

  it('need all keys', async () => {
    const live = await MemoryScan.create({ a: { shape: [3, 4] }, b: { shape: [3, 4] } });
    await live.fill('a', ones(12));
    await live.fill('b', ones(9, 12));
    const follower = new RowKeyFollower({ keys: await live.datasets('a', 'b'), timeoutMs: 0 });
    expect((await collect(follower)).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('of a scan without points are none', async () => {
    const { follower, ends } = await follow({ shape: [5, 0], maxShape: [5, 0] });
    expect(await ends()).toEqual([]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });
});

describe('the time-out of a row', () => {
  it('is not prolonged by single points', async () => {
    const { live, clock, follower, ends } = await follow({ shape: [2, 10] }, { timeoutMs: 100 });
    for (const index of upTo(9)) clock.at(20 * index, () => live.set('key', [[0, index]]));
    expect(await ends()).toEqual([]);
    expect([follower.end, clock.now()]).toEqual([{ reason: 'idle-timeout', missing: 0 }, 100]);
  });

  it('counts anew for the next row', async () => {
    const { live, clock, ends } = await follow({ shape: [2, 10] }, { timeoutMs: 100 });
    clock.at(90, () => live.fill('key', ones(10, 20)));
    clock.at(180, () => live.fill('key', ones(20)));
    expect(await ends()).toEqual([9, 19]);
  });
});

describe('a writer that comes back', () => {
  it('is not done, although its file was seen closed before the last key', async () => {
    const { live, clock, follower } = await follow({ shape: [2, 5] });
    await live.fill('key', ones(5, 10));
    await live.writer.close();
    const iterator = follower[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ row: 0 });
    const again = await openFile('/scan.h5', { adapter: live.writer.adapter, mode: 'r+', swmr: true });
    const key = await again.dataset('key', 'int32');
    const set = async (count: number): Promise<void> => {
      await key.write(null, Int32Array.from(ones(count, 10)));
      await key.flush();
    };
    await set(7);
    clock.at(50, () => set(10));
    expect(await iterator.next()).toEqual({ done: false, value: { row: 1, start: 5, stop: 10 } });
    await iterator.return?.();
  });
});

describe('positions of rows', () => {
  it('begin where they are asked to, and come again when they are given back', async () => {
    const { live, follower } = await follow(grid, { from: 3 });
    await live.fill('key', ones(50));
    const rows = async (): Promise<number[]> => (await collect(follower)).map(({ row }) => row);
    expect(await rows()).toEqual([3, 4]);
    expect(live.counts.elementsRead('/key')).toBe(20);
    follower.giveBack(4);
    expect([follower.position, follower.state]).toEqual([4, 'advancing']);
    expect(await rows()).toEqual([4]);
    follower.reset(1);
    expect([follower.position, follower.ready]).toEqual([1, 1]);
    expect(await rows()).toEqual([1, 2, 3, 4]);
  });

  it('are refused while a row is waited for', async () => {
    const { live, follower } = await follow({ shape: [1, 2] });
    const iterator = follower[Symbol.asyncIterator]();
    const pending = iterator.next();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'BUSY' });
    expect(() => follower.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    await live.fill('key', [1, 1]);
    follower.notify();
    expect((await pending).value).toEqual({ row: 0, start: 0, stop: 2 });
  });

  it('know more only when a row is full', async () => {
    const { live, follower } = await follow(grid);
    const states: FollowState[] = [];
    for (const count of [5, 10, 15, 20]) {
      await live.fill('key', ones(count, 50));
      expect(await follower.refresh()).toBe(count % 10 === 0);
      states.push(follower.state);
    }
    expect(follower.ready).toBe(2);
    expect(states).toEqual(['waiting', 'advancing', 'advancing', 'advancing']);
  });
});

describe('rows with holes', () => {
  it('hold the follow up', async () => {
    const { live, follower, ends } = await follow({ shape: [3, 4] });
    await live.fill('key', [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
    expect(await ends()).toEqual([3]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 1, heldBack: 6 });
  });

  it('are handed out with the points that were passed over, also those that have no other', async () => {
    const { live, follower } = await follow({ shape: [4, 4] }, { skipHolesAfterMs: 50 });
    await live.fill('key', [1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
    const skipped = [
      { start: 5, stop: 6 },
      { start: 7, stop: 13 },
    ];
    expect(await collect(follower)).toEqual([
      { row: 0, start: 0, stop: 4 },
      {
        row: 1,
        start: 4,
        stop: 8,
        skipped: [
          { start: 5, stop: 6 },
          { start: 7, stop: 8 },
        ],
      },
      { row: 2, start: 8, stop: 12, skipped: [{ start: 8, stop: 12 }] },
      { row: 3, start: 12, stop: 16, skipped: [{ start: 12, stop: 13 }] },
    ]);
    expect([follower.skipped, follower.end]).toEqual([skipped, { reason: 'complete', skipped }]);
  });

  it('are in ranges too, which leave it to the follower to say what was passed over', async () => {
    const { live, follower } = await follow({ shape: [3, 4] }, { skipHolesAfterMs: 0 });
    await live.fill('key', [1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(await collect(follower.ranges())).toEqual([{ start: 0, stop: 3, upToDate: true }]);
    expect(follower.skipped).toEqual([{ start: 1, stop: 2 }]);
  });

  it('are passed at the end, as far as rows get full by that', async () => {
    const { live, follower, ends } = await follow({ shape: [3, 4] }, { skipHolesAfterMs: Infinity });
    await live.fill('key', [1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0]);
    await live.writer.close();
    expect(await ends()).toEqual([3, 7]);
    expect(follower.end).toEqual({
      reason: 'closed',
      missing: 2,
      skipped: [
        { start: 1, stop: 2 },
        { start: 6, stop: 7 },
        { start: 9, stop: 10 },
        { start: 11, stop: 12 },
      ],
    });
  });
});

describe('the length of a row', () => {
  it.each<[string, DatasetPlan]>([
    ['whose fastest axis has no limit', { shape: [5, 10, 1], maxShape: [5, null, 1] }],
    ['of one point', { shape: [1] }],
  ])('must be given for a scan %s', async (_, plan) => {
    await expect(follow(plan)).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      object: '/key',
      remedy: expect.stringContaining('rowSize') as string,
    });
  });

  it.each([0, -1, 1.5])('is not %d', async (rowSize) => {
    await expect(follow(grid, { rowSize })).rejects.toThrow(RangeError);
  });
});
