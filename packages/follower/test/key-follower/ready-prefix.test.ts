import { openFile } from '@h5tail/adapter';
import { dtypes } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowDiagnostic, type KeyFollowerOptions } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';

async function follow(
  plans: Record<string, DatasetPlan>,
  options: Partial<KeyFollowerOptions> = {},
): Promise<{ live: MemoryScan; follower: KeyFollower; indices: () => Promise<number[]> }> {
  const live = await MemoryScan.create(plans);
  const keys = await live.datasets(...Object.keys(plans));
  const follower = new KeyFollower({ keys, timeoutMs: 100, clock: new SimulatedClock(), ...options });
  return { live, follower, indices: () => collect(follower) };
}

const grid = { shape: [5, 10, 1, 1] };

/** Keys of a grid of 10 columns: the first `count` points in row-major order. */
function firstPoints(count: number): number[][] {
  return upTo(count).map((i) => [Math.floor(i / 10), i % 10]);
}

describe('the ready prefix of one key dataset', () => {
  it.each<[number[], number]>([
    [[1, 1, 0, 1, 1], 2],
    [[0, 1], 0],
    [[7, -3, 2], 3],
    [[0, 0, 0], 0],
  ])('of %j has %j points', async (keys, ready) => {
    const { live, follower } = await follow({ key: { shape: [keys.length] } });
    await live.fill('key', keys);
    expect(await follower.refresh()).toBe(ready > 0);
    expect(follower.ready).toBe(ready);
    expect(await follower.refresh()).toBe(false);
  });

  it('of a complete grid has all points', async () => {
    const { live, follower, indices } = await follow({ key: grid });
    await live.fill('key', ones(50));
    expect(await indices()).toEqual(upTo(50));
    expect([follower.scanRank, follower.maxShape, follower.scanShape]).toEqual([2, [5, 10], [5, 10]]);
  });

  it('of two rows and five points has 25', async () => {
    const { live, indices } = await follow({ key: grid });
    await live.set('key', firstPoints(25));
    expect(await indices()).toEqual(upTo(25));
  });

  it('of a snake row without its first column ends before that row', async () => {
    const { live, indices } = await follow({ key: grid });
    await live.set('key', [...firstPoints(20), ...upTo(9).map((i) => [2, 9 - i])]);
    expect(await indices()).toEqual(upTo(20));
  });

  it('sees keys that are set meanwhile', async () => {
    const { live, follower } = await follow({ key: grid });
    await live.set('key', firstPoints(26));
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      if (index === 25) await live.fill('key', ones(50));
    }
    expect(indices).toEqual(upTo(50));
  });

  it('grows with the extents', async () => {
    const { live, follower } = await follow({ key: { shape: [2, 10, 1, 1], maxShape: [5, 10, 1, 1] } });
    await live.fill('key', ones(20));
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      if (index === 19) await live.fill('key', ones(50), [5, 10, 1, 1]);
    }
    expect(indices).toEqual(upTo(50));
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('is known only after a refresh, and complete only when all is', async () => {
    const { live, follower } = await follow({ key: grid });
    await live.set('key', firstPoints(26));
    expect([follower.ready, follower.isComplete]).toEqual([0, false]);
    await follower.refresh();
    expect([follower.ready, follower.isComplete]).toEqual([26, false]);
    await live.fill('key', ones(50));
    await follower.refresh();
    expect([follower.ready, follower.isComplete]).toEqual([50, true]);
  });

  it('of an unlimited scan is never complete', async () => {
    const { live, follower } = await follow({ key: { shape: [3], maxShape: [null] } });
    await live.fill('key', ones(3));
    await follower.refresh();
    expect([follower.ready, follower.isComplete]).toEqual([3, false]);
  });

  it('is that of the one point of a scan of rank 0', async () => {
    const { live, follower, indices } = await follow({ key: { shape: [1, 1, 1] } });
    expect(await indices()).toEqual([]);
    await live.fill('key', [5]);
    expect(await indices()).toEqual([0]);
    expect([follower.scanRank, follower.maxShape, follower.isComplete]).toEqual([0, [], true]);
  });

  it('is that of a single value', async () => {
    const { live, indices } = await follow({ key: { shape: [] } });
    await live.fill('key', [5]);
    expect(await indices()).toEqual([0]);
  });

  it('keeps the rank asked for of a grid of one column', async () => {
    const { live, follower, indices } = await follow({ key: { shape: [2, 1, 1, 1] } }, { scanRank: 2 });
    await live.fill('key', [1, 1]);
    expect(await indices()).toEqual([0, 1]);
    expect([follower.scanRank, follower.maxShape]).toEqual([2, [2, 1]]);
  });

  it.each([
    ['float64', dtypes.float64, Float64Array.of(NaN, 1e-320, -1, 0, 1)],
    ['float16', dtypes.float16, Float32Array.of(NaN, 0.5, Infinity, 0, 1)],
    ['int64', dtypes.int64, BigInt64Array.of(1n, -1n, 2n ** 62n, 0n, 1n)],
    ['uint64', dtypes.uint64, BigUint64Array.of(1n, 2n, 2n ** 63n, 0n, 1n)],
    ['uint8', dtypes.uint8, Uint8Array.of(255, 1, 2, 0, 1)],
    ['boolean', dtypes.boolean, Uint8Array.of(1, 1, 1, 0, 1)],
    ['big-endian int16', { ...dtypes.int16, byteOrder: 'big' as const }, Int16Array.of(256, 1, 2, 0, 1)],
  ])('compares %s keys with zero', async (_, dtype, data) => {
    const { live, follower } = await follow({ key: { shape: [5], dtype } });
    const key = await live.writer.dataset('key');
    await key.write(null, data);
    await key.flush();
    await follower.refresh();
    expect(follower.ready).toBe(3);
  });
});

describe('the ready prefix of several key datasets', () => {
  const three = { a: { shape: [10] }, b: { shape: [10] }, c: { shape: [10] } };

  it('needs a point in all of them', async () => {
    const { live, follower } = await follow(three);
    const seen: number[] = [];
    const steps: [string, number][][] = [
      [],
      [
        ['a', 1],
        ['b', 1],
      ],
      [['c', 1]],
      [
        ['a', 2],
        ['b', 2],
      ],
      [['c', 2]],
    ];
    for (const step of steps) {
      for (const [name, count] of step) await live.setRange(name, 0, count);
      follower.reset();
      await follower.refresh();
      seen.push(follower.ready - 1);
    }
    expect(seen).toEqual([-1, -1, 0, 0, 1]);
    expect([follower.scanRank, follower.maxShape]).toEqual([1, [10]]);
  });

  it('waits for the one whose extents are behind', async () => {
    const { live, follower } = await follow({
      a: { shape: [2], maxShape: [2] },
      b: { shape: [2], maxShape: [2] },
      c: { shape: [1], maxShape: [2] },
    });
    const seen: number[] = [];
    for (const name of [undefined, 'a', 'b', 'c']) {
      if (name !== undefined) await live.set(name, [[0]]);
      await follower.refresh();
      seen.push(follower.ready - 1);
    }
    expect(seen).toEqual([-1, -1, -1, 0]);
  });

  it('is that of the shorter one', async () => {
    const { live, follower } = await follow({ a: { shape: [3] }, b: { shape: [2], maxShape: [3] } });
    await live.fill('a', [1, 1, 1]);
    await live.fill('b', [1, 1]);
    await follower.refresh();
    expect(follower.ready).toBe(2);
  });

  it('is that of the one with fewer set', async () => {
    const { live, indices } = await follow({ a: { shape: [10] }, b: { shape: [10] } });
    await live.fill('a', ones(10));
    await live.fill('b', ones(5, 10));
    expect(await indices()).toEqual(upTo(5));
  });

  it('is that of a grid beside a complete one', async () => {
    const { live, indices } = await follow({ a: grid, b: grid });
    await live.fill('a', ones(50));
    await live.set('b', firstPoints(25));
    expect(await indices()).toEqual(upTo(25));
  });

  it('is complete when all are', async () => {
    const { live, indices, follower } = await follow({ a: { shape: [10] }, b: { shape: [10, 1, 1] } });
    await live.fill('a', ones(10));
    await live.fill('b', ones(10));
    expect(await indices()).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
  });
});

describe('what the reference gets wrong', () => {
  it('waits while the extent is 0', async () => {
    const { live, follower } = await follow({ key: { shape: [0, 1, 1], maxShape: [null, 1, 1] } });
    expect(await follower.refresh()).toBe(false);
    await live.fill('key', [1, 1], [2, 1, 1]);
    expect(await follower.refresh()).toBe(true);
    expect(follower.ready).toBe(2);
  });

  it('waits while an axis of padding has no extent', async () => {
    const { live, follower } = await follow({ key: { shape: [3, 0], maxShape: [3, 1] } });
    expect(await follower.refresh()).toBe(false);
    await live.fill('key', [1, 1, 1], [3, 1]);
    await follower.refresh();
    expect(follower.ready).toBe(3);
  });

  it('keeps the maximum and tells when a key goes back to 0', async () => {
    const diagnostics: FollowDiagnostic[] = [];
    const { live, follower } = await follow({ key: { shape: [40] } }, { onDiagnostic: (d) => diagnostics.push(d) });
    await live.setRange('key', 0, 20);
    await follower.refresh();
    await live.set('key', [[19]], 0);
    await follower.refresh();
    await follower.refresh();
    expect(follower.ready).toBe(20);
    expect(diagnostics).toEqual([{ kind: 'key-cleared', key: '/key', index: 19 }]);
    await live.setRange('key', 20, 30);
    expect(await collect(follower)).toEqual(upTo(30));
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 30 });
  });

  it('takes several keys that went back to 0 for another scan', async () => {
    const { live, follower } = await follow({ key: { shape: [40] } });
    await live.setRange('key', 0, 20);
    await follower.refresh();
    await live.fill('key', ones(7, 40));
    await expect(follower.refresh()).rejects.toMatchObject({ code: 'FILE_REPLACED', object: '/key' });
  });

  it('takes a key that went back to 0 for another scan when the writer was away in between', async () => {
    const { live, follower } = await follow({ key: { shape: [40] } }, { endWhenClosed: false });
    await live.setRange('key', 0, 20);
    await follower.refresh();
    await live.writer.close();
    expect(await follower.refresh()).toBe(false);
    await using again = await openFile('/scan.h5', { adapter: live.writer.adapter, mode: 'r+', swmr: true });
    const key = await again.dataset('key', 'int32');
    await key.write(null, new Int32Array(40));
    await key.flush();
    await expect(follower.refresh()).rejects.toMatchObject({ code: 'FILE_REPLACED', object: '/key' });
    expect(follower.ready).toBe(20);
  });

  it('accepts a flag without axes', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, finished: { shape: [] } });
    await live.fill('key', ones(3, 5));
    await live.fill('finished', [1]);
    const [key, finished] = (await live.datasets('key', 'finished')) as [never, never];
    const follower = new KeyFollower({ keys: [key], finished, timeoutMs: Infinity });
    expect(await collect(follower)).toEqual([0, 1, 2]);
    expect(follower.end).toEqual({ reason: 'finished', missing: 3 });
  });

  it('stops at a hole, keeps what is behind it, and can be started behind it', async () => {
    const { live, follower, indices } = await follow({ key: { shape: [10] } });
    await live.fill('key', [1, 1, 1, 0, 1, 1, 0, 0, 0, 0]);
    expect(await indices()).toEqual([0, 1, 2]);
    follower.reset(4);
    expect(await indices()).toEqual([4, 5]);
  });

  it.each([
    ['limited', { shape: [2, 4], maxShape: [2, 4] }, { shape: [2, 3], maxShape: [2, 4] }],
    ['unlimited', { shape: [2, 4], maxShape: [null, null] }, { shape: [2, 3], maxShape: [null, null] }],
  ])('merges %s keys of other fast extents by coordinates', async (_, a, b) => {
    const { live, follower } = await follow({ a, b });
    await live.fill('a', ones(8));
    await live.fill('b', ones(6));
    await follower.refresh();
    expect(follower.ready).toBe(3);
    await live.fill('b', ones(8), [2, 4]);
    await follower.refresh();
    expect(follower.ready).toBe(8);
  });

  it.each<[string, [number, number], number]>([
    ['1e-200 and 1e-200', [1e-200, 1e-200], 1],
    ['infinity and 0', [Infinity, 0], 0],
  ])('compares float keys one by one: %s', async (_, values, ready) => {
    const plan = { shape: [1], maxShape: [2], dtype: dtypes.float64 };
    const { live, follower } = await follow({ a: plan, b: plan });
    for (const [i, name] of ['a', 'b'].entries()) {
      const key = await live.writer.dataset(name, 'float64');
      await key.write(null, Float64Array.of(values[i] as number));
      await key.flush();
    }
    await follower.refresh();
    expect(follower.ready).toBe(ready);
  });
});

describe('extents that shrink', () => {
  const replaced = expect.objectContaining({
    code: 'FILE_REPLACED',
    object: '/key',
    remedy: expect.stringContaining('Follow it anew') as string,
  }) as Error;

  const stack = { shape: [20, 1], maxShape: [null, null] };
  const rows = { shape: [3, 4], chunks: [1, 4] };

  it.each<[string, DatasetPlan, number[], number[], number]>([
    ['a stack', stack, ones(20), [19, 1], 1],
    ['a stack without any points left', stack, ones(20), [0, 1], 1],
    ['a stack whose padding is gone', stack, ones(20), [20, 0], 1],
    ['rows', rows, ones(9, 12), [2, 4], 2],
    ['columns', rows, ones(9, 12), [3, 3], 2],
    ['columns of the first row', rows, ones(2, 12), [3, 1], 2],
  ])('below keys that were set mean another file: %s', async (_, plan, keys, shape, scanRank) => {
    const { live, follower } = await follow({ key: plan }, { scanRank });
    await live.fill('key', keys);
    await follower.refresh();
    const { ready } = follower;
    await live.resize('key', shape);
    await expect(follower.refresh()).rejects.toEqual(replaced);
    expect(follower.ready).toBe(ready);
  });

  it('are followed anew after a reset', async () => {
    const { live, follower, indices } = await follow({ key: { shape: [20], maxShape: [null] } });
    await live.fill('key', ones(20));
    await follower.refresh();
    await live.fill('key', ones(3, 10), [10]);
    await expect(follower.refresh()).rejects.toEqual(replaced);
    follower.reset();
    expect(await indices()).toEqual(upTo(3));
  });

  it('mean nothing behind the keys that were set, nor where no key was', async () => {
    const { live, follower } = await follow({ key: { shape: [20], maxShape: [null] } }, { from: 3 });
    await live.resize('key', [0]);
    await follower.refresh();
    await live.fill('key', ones(12, 20), [20]);
    await follower.refresh();
    await live.resize('key', [12]);
    expect(await follower.refresh()).toBe(false);
    expect(follower.ready).toBe(12);
  });

  it('mean nothing in a virtual dataset, whose sources may be away for a moment', async () => {
    const plans = { key: { shape: [20], maxShape: [null] } };
    const live = await MemoryScan.create(plans, { dataset: () => ({ isVirtual: true }) });
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    await live.fill('key', ones(20));
    await follower.refresh();
    await live.resize('key', [10]);
    expect(await follower.refresh()).toBe(false);
    await live.fill('key', ones(25), [25]);
    await follower.refresh();
    expect(follower.ready).toBe(25);
  });
});

describe('unlimited fast axes', () => {
  it('keeps the indices of the first row while it gets longer', async () => {
    const { live, follower } = await follow({ key: { shape: [1, 2], maxShape: [null, null] } });
    await live.fill('key', [1, 1]);
    await follower.refresh();
    await live.fill('key', [1, 1, 1, 1], [1, 4]);
    await follower.refresh();
    expect([follower.ready, follower.scanShape]).toEqual([4, [1, 4]]);
    await live.fill('key', [1, 1, 1, 1, 1, 0, 0, 0], [2, 4]);
    await follower.refresh();
    expect(follower.ready).toBe(5);
  });

  it('refuses to go on when indices handed out would change their position', async () => {
    const { live, follower } = await follow({ key: { shape: [2, 4], maxShape: [null, null] } });
    await live.fill('key', ones(6, 8));
    await follower.refresh();
    await live.resize('key', [2, 5]);
    await expect(follower.refresh()).rejects.toMatchObject({ code: 'WRONG_SHAPE', object: '/key' });
    expect(follower.ready).toBe(6);
  });

  it('counts a key that was ahead again when the row got longer', async () => {
    const plan = { shape: [2, 2], maxShape: [null, null] };
    const { live, follower } = await follow({ a: plan, b: plan });
    await live.fill('a', [1, 1, 1, 1]);
    await live.set('b', [[0, 0]]);
    await follower.refresh();
    expect(follower.ready).toBe(1);
    await live.fill('a', [1, 1, 1, 0, 1, 1, 0, 0], [2, 4]);
    await live.fill('b', ones(8), [2, 4]);
    await follower.refresh();
    expect(follower.ready).toBe(3);
  });
});
