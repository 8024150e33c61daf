import { Hdf5Error } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan, type Interceptor } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowDiagnostic } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';
import { tenKeys, watchedKeys } from '../watched-keys.js';

/** Refreshes that fail one after the other with the codes given, or work where one is left out. */
function failing(codes: (string | undefined)[]): Interceptor {
  return {
    dataset: (dataset) => ({
      refresh: async (): Promise<void> => {
        const code = codes.shift();
        if (code !== undefined) throw new Hdf5Error(code as 'IO', 'made up');
        await dataset.refresh();
      },
    }),
  };
}

describe('faults', () => {
  it('that may pass are no progress and are told', async () => {
    const diagnostics: FollowDiagnostic[] = [];
    const live = await MemoryScan.create(tenKeys, failing(['TRANSIENT_READ', 'NOT_SWMR_READABLE']));
    await live.fill('key', ones(10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      clock,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(follower.end).toEqual({ reason: 'complete' });
    expect(diagnostics).toMatchObject([
      { kind: 'poll-failed', error: { code: 'TRANSIENT_READ' } },
      { kind: 'wake-up', name: 'file-change' },
      { kind: 'poll-failed', error: { code: 'NOT_SWMR_READABLE' } },
    ]);
  });

  it('that may pass are remembered by a single refresh', async () => {
    const live = await MemoryScan.create(tenKeys, failing(['TRANSIENT_READ']));
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    expect(await follower.refresh()).toBe(false);
    expect(follower.lastError?.code).toBe('TRANSIENT_READ');
    expect(await follower.refresh()).toBe(true);
    expect(follower.lastError).toBeUndefined();
  });

  it('do not make what is known look as if more were waiting', async () => {
    const live = await MemoryScan.create(tenKeys, failing([undefined, 'TRANSIENT_READ', undefined, 'TRANSIENT_READ']));
    await live.fill('key', ones(5, 10));
    const keys = [await live.dataset('key')];
    const follower = new KeyFollower({ keys, clock: new SimulatedClock(), timeoutMs: 0 });
    await follower.refresh();
    await follower.refresh();
    expect(follower.lastError?.code).toBe('TRANSIENT_READ');
    expect(await collect(follower.ranges())).toEqual([{ start: 0, stop: 5, upToDate: true }]);
    await follower.refresh();
    expect(follower.lastError?.code).toBe('TRANSIENT_READ');
    follower.giveBack(3);
    expect(await collect(follower.ranges())).toEqual([{ start: 3, stop: 5, upToDate: true }]);
  });

  it('do not hide that more is waiting', async () => {
    const count = 2 ** 20 + 5;
    const live = await MemoryScan.create({ key: { shape: [count] } }, failing([undefined, 'TRANSIENT_READ']));
    await live.setRange('key', 0, count);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    await follower.refresh();
    await follower.refresh();
    expect(await collect(follower.ranges())).toEqual([
      { start: 0, stop: 2 ** 20, upToDate: false },
      { start: 2 ** 20, stop: count, upToDate: true },
    ]);
  });

  it('that do not pass are thrown, and nothing is lost', async () => {
    const live = await MemoryScan.create(tenKeys, failing(['IO']));
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    await expect(collect(follower)).rejects.toMatchObject({ code: 'IO' });
    expect(follower.end).toBeUndefined();
    expect(await collect(follower)).toEqual(upTo(10));
  });

  it('in the middle of a poll keep what was read of the other keys', async () => {
    const live = await MemoryScan.create(
      { a: { shape: [10] }, b: { shape: [10] } },
      failing([undefined, 'TRANSIENT_READ']),
    );
    await live.fill('a', ones(10));
    await live.fill('b', ones(10));
    const follower = new KeyFollower({ keys: await live.datasets('a', 'b'), clock: new SimulatedClock() });
    expect(await collect(follower)).toEqual(upTo(10));
  });

  it('of a closed file are thrown', async () => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    await live.reader.close();
    await expect(collect(follower)).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('a listener that throws', () => {
  const flag = { shape: [2] };
  it.each<[FollowDiagnostic['kind'], Record<string, DatasetPlan>, (string | undefined)[]]>([
    ['poll-failed', tenKeys, [undefined, 'TRANSIENT_READ']],
    ['key-cleared', tenKeys, []],
    ['finished-ignored', { ...tenKeys, finished: flag }, []],
    ['wake-up', tenKeys, []],
  ])('of %s ends the iteration with what it throws, and no index is lost', async (kind, plans, codes) => {
    const { live, held } = await watchedKeys(plans, failing(codes));
    await live.fill('key', ones(4, 10));
    const clock = new SimulatedClock();
    const mistake = new Error('a mistake of the listener');
    let isThrown = false;
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      ...('finished' in plans ? { finished: await live.dataset('finished') } : {}),
      clock,
      timeoutMs: 100,
      onDiagnostic: (diagnostic) => {
        if (diagnostic.kind !== kind || isThrown) return;
        isThrown = true;
        throw mistake;
      },
    });
    const indices: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const index of follower) {
        indices.push(index);
        if (index === 3) await live.set('key', [[3]], 0);
      }
    };
    await expect(consume()).rejects.toBe(mistake);
    expect([follower.end, held()]).toEqual([undefined, 0]);
    await live.fill('key', ones(10));
    await consume();
    expect(indices).toEqual(upTo(10));
    expect([follower.end, held()]).toEqual([{ reason: 'complete' }, 0]);
  });

  it.each(['skipped', 'key-late'] as const)('of %s too, and what was passed over stays so', async (kind) => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', [1, 0, 0, 1, 0, 1, 0, 0, 0, 0]);
    const mistake = new Error('a mistake of the listener');
    let isThrown = false;
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      clock: new SimulatedClock(),
      timeoutMs: 100,
      skipHolesAfterMs: 0,
      onDiagnostic: (diagnostic) => {
        if (diagnostic.kind !== kind || isThrown) return;
        isThrown = true;
        throw mistake;
      },
    });
    const indices: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const index of follower) {
        indices.push(index);
        if (index === 5) await live.set('key', [[4]]);
      }
    };
    await expect(consume()).rejects.toBe(mistake);
    await consume();
    expect(indices).toEqual([0, 3, 5]);
    expect(follower.skipped).toEqual([
      { start: 1, stop: 3 },
      { start: 4, stop: 5 },
    ]);
  });
});
