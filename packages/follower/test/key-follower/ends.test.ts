import { dtypes, Hdf5Error, type Dataset } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowDiagnostic, type FollowState } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';

const tenKeys: Record<string, DatasetPlan> = { key: { shape: [10] } };
const withFlag: Record<string, DatasetPlan> = { key: { shape: [10] }, finished: { shape: [1] } };

async function keysAndFlag(live: MemoryScan): Promise<{ keys: Dataset[]; finished: Dataset }> {
  const [key, finished] = (await live.datasets('key', 'finished')) as [Dataset, Dataset];
  return { keys: [key], finished };
}

describe('the end "complete"', () => {
  it('comes without a wait where all keys are set', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
    expect(clock.sleeps).toEqual([]);
    expect(live.counts.refreshes('/key')).toBe(1);
  });

  it('comes at once for a scan without points', async () => {
    const live = await MemoryScan.create({ key: { shape: [0, 5], maxShape: [0, 5] } });
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('comes as soon as the last key is set', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    clock.at(100, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
    expect(clock.now()).toBeLessThanOrEqual(101);
  });
});

describe('the end "finished"', () => {
  it('comes without a wait where the flag is set', async () => {
    const live = await MemoryScan.create(withFlag);
    await live.fill('key', ones(4, 10));
    await live.fill('finished', [7]);
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'finished', missing: 4 });
    expect(clock.sleeps).toEqual([]);
  });

  it('comes after one more pass: a key that shows only after the flag is not lost', async () => {
    const writer: { afterFlag?: () => Promise<void> } = {};
    const live = await MemoryScan.create(withFlag, {
      dataset: (dataset) =>
        dataset.path === '/finished'
          ? {
              read: async (...parameters) => {
                const slab = await dataset.read(...parameters);
                await writer.afterFlag?.();
                return slab;
              },
            }
          : {},
    });
    await live.fill('key', ones(4, 10));
    await live.fill('finished', [1]);
    writer.afterFlag = () => live.fill('key', ones(6, 10));
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual(upTo(6));
    expect(follower.end).toEqual({ reason: 'finished', missing: 6 });
  });

  it('does not come while the keys after the flag could not be read', async () => {
    let failures = 3;
    const live = await MemoryScan.create(withFlag, {
      dataset: (dataset) =>
        dataset.path === '/key'
          ? {
              refresh: async () => {
                if (failures-- > 0) throw new Hdf5Error('TRANSIENT_READ', 'not now');
                await dataset.refresh();
              },
            }
          : {},
    });
    await live.fill('key', ones(4, 10));
    await live.fill('finished', [1]);
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'finished', missing: 4 });
  });

  it('does not read the flag again once it was seen', async () => {
    const live = await MemoryScan.create(withFlag);
    await live.fill('key', ones(4, 10));
    await live.fill('finished', [1]);
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock: new SimulatedClock() });
    await collect(follower);
    await collect(follower);
    expect(live.counts.reads('/finished')).toBe(1);
  });

  it('comes after a reset too, even if the flag was taken back', async () => {
    const live = await MemoryScan.create(withFlag);
    await live.fill('key', ones(4, 10));
    await live.fill('finished', [1]);
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock: new SimulatedClock() });
    await collect(follower);
    await live.fill('finished', [0]);
    follower.reset();
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'finished', missing: 4 });
  });

  it.each<[string, DatasetPlan]>([
    ['a single value', { shape: [] }],
    ['several axes', { shape: [1, 1, 1] }],
    ['a flag that appears later', { shape: [0], maxShape: [null] }],
  ])('goes by a flag of %s', async (_, plan) => {
    const live = await MemoryScan.create({ key: { shape: [10] }, finished: plan });
    await live.fill('key', ones(4, 10));
    const clock = new SimulatedClock();
    clock.at(40, () => live.fill('finished', [1], plan.shape?.map(() => 1) ?? []));
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'finished', missing: 4 });
    expect(clock.now()).toBeLessThanOrEqual(41);
  });

  it('does not go by a flag of four elements, and says so once', async () => {
    const diagnostics: FollowDiagnostic[] = [];
    const live = await MemoryScan.create({ key: { shape: [10] }, finished: { shape: [4] } });
    await live.fill('finished', [1, 1, 1, 1]);
    const onDiagnostic = (diagnostic: FollowDiagnostic): void => void diagnostics.push(diagnostic);
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), timeoutMs: 200, clock, onDiagnostic });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 0 });
    expect(diagnostics.filter(({ kind }) => kind === 'finished-ignored')).toEqual([
      { kind: 'finished-ignored', path: '/finished', shape: [4] },
    ]);
  });

  it('needs a flag of numbers', async () => {
    const live = await MemoryScan.create({ key: { shape: [10] }, finished: { shape: [1], dtype: dtypes.string } });
    const options = await keysAndFlag(live);
    expect(() => new KeyFollower(options)).toThrow(
      expect.objectContaining({ code: 'WRONG_DTYPE', object: '/finished' }),
    );
  });
});

describe('the end "closed"', () => {
  it('comes without a wait where the file is closed', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(4, 10));
    await live.writer.close();
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'closed', missing: 4 });
    expect(clock.sleeps).toEqual([]);
  });

  it('comes after one more pass: what the writer flushed before it closed is not lost', async () => {
    let atFirstLook: (() => Promise<void>) | undefined;
    const live = await MemoryScan.create(tenKeys, {
      dataset: (dataset) => ({
        // The file closes just before this look; the keys set before that must not be missed.
        writerState: async () => {
          const look = atFirstLook;
          atFirstLook = undefined;
          await look?.();
          return dataset.writerState();
        },
      }),
    });
    await live.fill('key', ones(4, 10));
    atFirstLook = async () => {
      await live.fill('key', ones(7, 10));
      await live.writer.close();
    };
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual(upTo(7));
    expect(follower.end).toEqual({ reason: 'closed', missing: 7 });
  });

  it('comes when the writer closes during the follow', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    clock.at(30, () => live.fill('key', ones(4, 10)));
    clock.at(60, () => live.writer.close());
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'closed', missing: 4 });
    expect(clock.now()).toBeLessThanOrEqual(61);
  });

  it('does not come when a writer was killed', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(4, 10));
    live.disk.killWriter('/scan.h5');
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      clock: new SimulatedClock(),
      timeoutMs: 500,
    });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 4 });
  });

  it('does not come where it is not wanted', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.writer.close();
    const clock = new SimulatedClock();
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      clock,
      timeoutMs: 500,
      endWhenClosed: false,
    });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 0 });
    expect(clock.now()).toBe(500);
  });

  it('does not come before the files of all keys are closed', async () => {
    const one = await MemoryScan.create(tenKeys);
    const other = await MemoryScan.create(tenKeys);
    await one.writer.close();
    const clock = new SimulatedClock();
    clock.at(200, () => other.writer.close());
    const follower = new KeyFollower({ keys: [await one.dataset('key'), await other.dataset('key')], clock });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'closed', missing: 0 });
    expect(clock.now()).toBeGreaterThanOrEqual(200);
  });
});

describe('what the writer does between the read of the keys and its last word', () => {
  it.each<[string, (live: MemoryScan) => Promise<void>, 'finished' | 'closed']>([
    ['sets the flag', (live) => live.fill('finished', [1]), 'finished'],
    ['closes the file', (live) => live.writer.close(), 'closed'],
  ])('is not lost: it sets keys, then %s', async (_, lastWord, reason) => {
    const writer: { afterKeys?: (() => Promise<void>) | undefined } = {};
    const live = await MemoryScan.create(withFlag, {
      dataset: (dataset) =>
        dataset.path === '/key'
          ? {
              read: async (...parameters) => {
                const slab = await dataset.read(...parameters);
                const { afterKeys } = writer;
                writer.afterKeys = undefined;
                await afterKeys?.();
                return slab;
              },
            }
          : {},
    });
    writer.afterKeys = async () => {
      await live.fill('key', ones(4, 10));
      await lastWord(live);
    };
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason, missing: 4 });
  });
});

describe('the end "idle-timeout"', () => {
  it('comes when no key was set for the time-out', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(4, 10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 4 });
    expect(clock.now()).toBe(10_000);
  });

  it('counts anew with each progress', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    clock.at(90, () => live.setRange('key', 0, 2));
    clock.at(180, () => live.setRange('key', 2, 3));
    clock.at(270, () => live.setRange('key', 3, 4));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: 100 });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(clock.now()).toBeGreaterThanOrEqual(370);
    expect(clock.now()).toBeLessThanOrEqual(371);
  });

  it('does not count the time of a slow consumer', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(3, 10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: 100 });
    const indices: number[] = [];
    for await (const index of follower) {
      indices.push(index);
      clock.advance(1000);
      if (index === 2) clock.at(clock.now() + 50, () => live.fill('key', ones(4, 10)));
    }
    expect(indices).toEqual(upTo(4));
  });

  it('is one poll with a time-out of 0', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(4, 10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: 0 });
    expect(await collect(follower)).toEqual(upTo(4));
    expect(live.counts.refreshes('/key')).toBe(2);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 4 });
    expect(clock.sleeps).toEqual([]);
  });

  it('never comes with an infinite time-out', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    clock.at(1e6, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: Infinity });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('tells what the last poll failed with', async () => {
    const live = await MemoryScan.create(tenKeys, {
      dataset: () => ({ refresh: () => Promise.reject(new Hdf5Error('NOT_SWMR_READABLE', 'not yet')) }),
    });
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock(), timeoutMs: 50 });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toMatchObject({ reason: 'idle-timeout', lastError: { code: 'NOT_SWMR_READABLE' } });
    expect(follower.lastError?.code).toBe('NOT_SWMR_READABLE');
  });
});

describe('the time-out for the first key', () => {
  it('counts until the first new point, then the other one does', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    clock.at(3000, () => live.fill('key', ones(2, 10)));
    const keys = [await live.dataset('key')];
    const follower = new KeyFollower({ keys, clock, timeoutMs: 100, firstKeyTimeoutMs: 5000 });
    expect(await collect(follower)).toEqual([0, 1]);
    expect(clock.now()).toBeLessThanOrEqual(3101);
    const again = clock.now();
    expect(await collect(follower)).toEqual([]);
    expect(clock.now() - again).toBe(100);
  });

  it('ends a follow without any key, and counts again after a reset', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    const keys = [await live.dataset('key')];
    const follower = new KeyFollower({ keys, clock, timeoutMs: 5000, firstKeyTimeoutMs: 300, from: 2 });
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 2 });
    expect(clock.now()).toBe(300);
    follower.reset();
    await collect(follower);
    expect(clock.now()).toBe(600);
  });
});

describe('what an end says to be missing', () => {
  const unlimited = { maxShape: [null] };

  it.each<[string, DatasetPlan, number[], number | undefined]>([
    ['a complete scan: nothing', { shape: [4] }, ones(4), undefined],
    ['a bounded scan: the next point', { shape: [4] }, ones(3, 4), 3],
    ['a bounded scan whose keys are yet to come: the next point', { shape: [3], maxShape: [4] }, ones(3), 3],
    ['a point that was left out: that one', { shape: [4] }, [1, 0, 1, 1], 1],
    ['an unlimited scan with room for more keys: the next point', { shape: [4], ...unlimited }, ones(3, 4), 3],
    ['an unlimited scan that ends with its keys: nothing', { shape: [3], ...unlimited }, ones(3), undefined],
  ])('of %s', async (_, plan, values, missing) => {
    const live = await MemoryScan.create({ key: plan });
    await live.fill('key', values);
    await live.writer.close();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    await collect(follower);
    expect(follower.end?.missing).toBe(missing);
    expect(missing ?? follower.position).toBe(follower.position);
  });
});

describe('the state', () => {
  it('goes from waiting over advancing and draining to ended', async () => {
    const live = await MemoryScan.create(withFlag);
    const states: FollowState[] = [];
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ ...(await keysAndFlag(live)), clock });
    const note = (): void => void states.push(follower.state);
    note();
    clock.at(10, note);
    clock.at(20, () => live.fill('key', ones(2, 10)));
    for await (const index of follower) {
      note();
      if (index !== 1) continue;
      await live.fill('key', ones(4, 10));
      await live.fill('finished', [1]);
    }
    note();
    expect(states).toEqual(['waiting', 'waiting', 'advancing', 'waiting', 'draining', 'draining', 'ended']);
    follower.reset();
    expect(follower.state).toBe('waiting');
  });
});
