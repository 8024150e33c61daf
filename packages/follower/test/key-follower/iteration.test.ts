import { getEventListeners } from 'node:events';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, systemClock, type FollowDiagnostic, type WakeUpFactory } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';
import { tenKeys, watchedKeys } from '../watched-keys.js';

/** A wake-up that only an interruption ends. */
const untilStopped: WakeUpFactory = () => ({
  name: 'never',
  wait: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  polled() {},
  close() {},
});

describe('iterating again', () => {
  it('goes on where the last iteration ended', async () => {
    const live = await MemoryScan.create({ key: { shape: [3] } });
    await live.fill('key', [1, 1, 0]);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock(), timeoutMs: 50 });
    expect(await collect(follower)).toEqual([0, 1]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 2 });
    await live.fill('key', [1, 1, 1]);
    expect(await collect(follower)).toEqual([2]);
    expect(follower.end).toEqual({ reason: 'complete' });
    expect(await collect(follower)).toEqual([]);
  });

  it('takes the end back while it waits again', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: 50 });
    await collect(follower);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 0 });
    const seen: unknown[] = [];
    clock.at(clock.now() + 20, () => seen.push(follower.end, follower.state));
    await collect(follower);
    expect(seen).toEqual([undefined, 'waiting']);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 0 });
  });

  it('gives what a refresh found after the end, without a poll or a wait', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: 0 });
    await collect(follower);
    await live.fill('key', ones(10));
    expect(await follower.refresh()).toBe(true);
    expect([follower.state, follower.end]).toEqual(['ended', { reason: 'idle-timeout', missing: 0 }]);
    const refreshes = live.counts.refreshes('/key');
    expect(await collect(follower)).toEqual(upTo(10));
    expect([live.counts.refreshes('/key'), clock.sleeps]).toEqual([refreshes, []]);
  });

  it('goes on where the last iteration was left, without loss or repetition', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    const indices: number[] = [];
    for (const last of [2, 2, 6, 9]) {
      for await (const index of follower) {
        indices.push(index);
        if (index >= last) break;
      }
      expect(follower.end).toBeUndefined();
    }
    expect(indices).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('starts over after a reset', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    await collect(follower);
    follower.reset();
    expect([follower.position, follower.ready, follower.end, follower.state]).toEqual([0, 0, undefined, 'waiting']);
    expect(await collect(follower)).toEqual(upTo(10));
    follower.reset(8);
    expect(await collect(follower)).toEqual([8, 9]);
  });

  it('ends an iterator for good', async () => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock(), timeoutMs: 0 });
    const iterator = follower[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await live.fill('key', ones(10));
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await follower[Symbol.asyncIterator]().next()).toEqual({ done: false, value: 0 });
  });
});

describe('giving back', () => {
  it('hands out again from an index on, and forgets nothing', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(5, 10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: 0 });
    expect(await collect(follower)).toEqual(upTo(5));
    const refreshes = live.counts.refreshes('/key');
    follower.giveBack(3);
    expect([follower.position, follower.ready, follower.end, follower.state]).toEqual([3, 5, undefined, 'advancing']);
    const again = follower[Symbol.asyncIterator]();
    expect([(await again.next()).value, (await again.next()).value]).toEqual([3, 4]);
    expect(live.counts.refreshes('/key')).toBe(refreshes);
  });

  it('wakes a pending call, which gives it without another poll', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(3, 10));
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, wakeUp: untilStopped });
    const iterator = follower[Symbol.asyncIterator]();
    for (const index of upTo(3)) expect((await iterator.next()).value).toBe(index);
    const pending = iterator.next();
    await systemClock.sleep(1);
    const refreshes = live.counts.refreshes('/key');
    follower.giveBack(1);
    expect([follower.state, follower.position]).toEqual(['advancing', 1]);
    expect(await pending).toEqual({ done: false, value: 1 });
    expect((await iterator.next()).value).toBe(2);
    expect(live.counts.refreshes('/key')).toBe(refreshes);
    await iterator.return?.();
  });

  it('takes back an end that is just being found', async () => {
    const at: { countOfHeldBack?: () => void } = {};
    const live = await MemoryScan.create(
      { key: { shape: [1000] } },
      {
        dataset: (dataset) => ({
          read: (selection, options) => {
            const [rows] = selection as [readonly [number, number]];
            if (rows[1] === 1000) at.countOfHeldBack?.();
            return dataset.read(selection, options);
          },
        }),
      },
    );
    await live.setRange('key', 0, 3);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: 0 });
    at.countOfHeldBack = () => {
      at.countOfHeldBack = () => {};
      follower.giveBack(2);
    };
    expect(await collect(follower)).toEqual([0, 1, 2, 2]);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 3 });
  });

  it('does nothing for an index that was not handed out since the last reset', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(5, 10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: 0 });
    await collect(follower);
    follower.giveBack(5);
    follower.reset(2);
    follower.giveBack(1);
    follower.giveBack(2);
    follower.giveBack(4);
    expect(follower.position).toBe(2);
    expect(() => follower.giveBack(-1)).toThrow(RangeError);
  });
});

describe('from', () => {
  it('hands out no index before it, and reads no key before it', async () => {
    const live = await MemoryScan.create({ key: { shape: [1000] } });
    await live.fill('key', ones(1000));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], from: 900, clock: new SimulatedClock() });
    expect([follower.position, follower.ready]).toEqual([900, 900]);
    expect(await collect(follower)).toEqual(upTo(1000).slice(900));
    expect(live.counts.elementsRead('/key')).toBe(100);
  });

  it('may lie behind a hole without that counting as a key taken back', async () => {
    const live = await MemoryScan.create(tenKeys);
    const diagnostics: FollowDiagnostic[] = [];
    await live.fill('key', [1, 1, 0, 1, 1, 1, 1, 1, 1, 1]);
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      from: 3,
      clock: new SimulatedClock(),
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    expect(await collect(follower)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(diagnostics).toEqual([]);
  });

  it.each([10, 12])('may be the end of the scan or lie beyond: %i of 10', async (from) => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], from, clock: new SimulatedClock() });
    expect(await follower.refresh()).toBe(false);
    expect(follower.ready).toBe(from);
    expect(await collect(follower)).toEqual([]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });
});

describe('ranges', () => {
  it('hands out what became ready together', async () => {
    const live = await MemoryScan.create({ key: { shape: [100] } });
    await live.setRange('key', 0, 30);
    const clock = new SimulatedClock();
    clock.at(20, () => live.setRange('key', 30, 31));
    clock.at(40, () => live.setRange('key', 31, 100));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    expect(await collect(follower.ranges())).toEqual([
      { start: 0, stop: 30, upToDate: true },
      { start: 30, stop: 31, upToDate: true },
      { start: 31, stop: 100, upToDate: true },
    ]);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('shares its position with the indices', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    for await (const index of follower) if (index === 3) break;
    expect(await collect(follower.ranges())).toEqual([{ start: 4, stop: 10, upToDate: true }]);
  });

  it('comes in parts where very much is ready', async () => {
    const count = 3 * 2 ** 20 - 7;
    const live = await MemoryScan.create({ key: { shape: [count] } });
    await live.setRange('key', 0, count);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    const ranges = await collect(follower.ranges());
    expect(ranges.map(({ upToDate }) => upToDate)).toEqual([false, false, true]);
    expect(ranges.map(({ start, stop }) => stop - start)).toEqual([2 ** 20, 2 ** 20, 2 ** 20 - 7]);
    expect(live.counts.elementsRead('/key')).toBeLessThanOrEqual(count + 3);
  });
});

describe('two calls at the same time', () => {
  it('are refused with BUSY, and the first one goes on', async () => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: Infinity });
    const iterator = follower[Symbol.asyncIterator]();
    const other = follower.ranges();
    const first = iterator.next();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'BUSY' });
    await expect(other.next()).rejects.toMatchObject({ code: 'BUSY' });
    expect(() => follower.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    await live.set('key', [[0]]);
    expect(await first).toEqual({ done: false, value: 0 });
    await live.set('key', [[1]]);
    expect(await iterator.next()).toEqual({ done: false, value: 1 });
    await iterator.return?.();
  });
});

describe('a refresh', () => {
  /** Holds up the refreshes of the key until it is let go. */
  async function heldUp(): Promise<{ live: MemoryScan; follower: KeyFollower; gate: Gate; refreshes: () => number }> {
    const gate: Gate = { open: () => {}, passed: Promise.resolve() };
    const counts = { running: 0, most: 0, all: 0 };
    const live = await MemoryScan.create(tenKeys, {
      dataset: (dataset) => ({
        refresh: async () => {
          counts.all++;
          counts.most = Math.max(counts.most, ++counts.running);
          await gate.passed;
          await dataset.refresh();
          counts.running--;
          expect(counts.most).toBe(1);
        },
      }),
    });
    const follower = new KeyFollower({ keys: [await live.dataset('key')], wakeUp: untilStopped });
    return { live, follower, gate, refreshes: () => counts.all };
  }
  interface Gate {
    open: () => void;
    passed: Promise<void>;
  }
  const shut = (gate: Gate): void => {
    gate.passed = new Promise((resolve) => (gate.open = resolve));
  };

  it('that is pending does not disturb an iteration', async () => {
    const { live, follower, gate, refreshes } = await heldUp();
    await live.fill('key', ones(4, 10));
    const iterator = follower[Symbol.asyncIterator]();
    for (const index of upTo(2)) expect((await iterator.next()).value).toBe(index);
    await live.fill('key', ones(5, 10));
    shut(gate);
    const refresh = follower.refresh();
    // What is known to be ready needs no poll.
    for (const index of [2, 3]) expect((await iterator.next()).value).toBe(index);
    const next = iterator.next();
    await expect(iterator.next()).rejects.toMatchObject({ code: 'BUSY' });
    expect(() => follower.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    gate.open();
    expect(await refresh).toBe(true);
    // The refresh found it.
    expect(await next).toEqual({ done: false, value: 4 });
    expect(refreshes()).toBe(2);
    await iterator.return?.();
  });

  it('alone refuses a reset until it has ended', async () => {
    const { follower, gate } = await heldUp();
    shut(gate);
    const refresh = follower.refresh();
    expect(() => follower.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    gate.open();
    await refresh;
    follower.reset(3);
    expect(follower.position).toBe(3);
  });

  it('during a wait gives it what it finds', async () => {
    const { live, follower, refreshes } = await heldUp();
    const iterator = follower[Symbol.asyncIterator]();
    const next = iterator.next();
    await systemClock.sleep(1);
    expect(await follower.refresh()).toBe(false);
    await live.fill('key', ones(3, 10));
    expect(await follower.refresh()).toBe(true);
    expect(await next).toEqual({ done: false, value: 0 });
    expect(refreshes()).toBe(3);
    await iterator.return?.();
  });

  it('waits for the poll of an iteration, and others for it', async () => {
    const { live, follower, gate } = await heldUp();
    await live.fill('key', ones(3, 10));
    shut(gate);
    const iterator = follower[Symbol.asyncIterator]();
    const next = iterator.next();
    const refreshes = [follower.refresh(), follower.refresh()];
    gate.open();
    expect(await next).toEqual({ done: false, value: 0 });
    expect(await Promise.all(refreshes)).toEqual([true, true]);
    await iterator.return?.();
  });

  it('whose iteration is left meanwhile does not keep that from ending', async () => {
    const { follower, gate, refreshes } = await heldUp();
    shut(gate);
    const refresh = follower.refresh();
    const iterator = follower[Symbol.asyncIterator]();
    const next = iterator.next();
    const left = iterator.return?.();
    gate.open();
    await left;
    expect(await next).toEqual({ done: true, value: undefined });
    expect([await refresh, refreshes()]).toEqual([false, 1]);
  });
});

describe('leaving the loop', () => {
  it('releases the watch', async () => {
    const { live, held } = await watchedKeys();
    const clock = new SimulatedClock();
    clock.at(5, () => live.fill('key', ones(3, 10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    let heldInside = 0;
    for await (const index of follower) {
      heldInside = held();
      if (index === 1) break;
    }
    expect([heldInside, held()]).toEqual([1, 0]);
  });

  it('releases the watch at every end', async () => {
    const { live, held } = await watchedKeys();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    await collect(follower);
    expect(follower.end).toEqual({ reason: 'idle-timeout', missing: 0 });
    expect(held()).toBe(0);
  });

  it('cuts a pending wait short', async () => {
    const { live, held } = await watchedKeys();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], timeoutMs: Infinity });
    const iterator = follower[Symbol.asyncIterator]();
    const pending = iterator.next();
    await systemClock.sleep(1);
    expect(held()).toBe(1);
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(held()).toBe(0);
    await live.set('key', [[0]]);
    expect(await follower[Symbol.asyncIterator]().next()).toEqual({ done: false, value: 0 });
  });

  it('watches nothing that was never waited for', async () => {
    const { live, held } = await watchedKeys();
    await live.fill('key', ones(10));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock: new SimulatedClock() });
    for await (const index of follower) {
      expect(held()).toBe(0);
      if (index === 1) break;
    }
  });
});

describe('abort', () => {
  it('rejects a pending wait with the reason, and leaves nothing behind', async () => {
    const { live, held } = await watchedKeys();
    const controller = new AbortController();
    const { signal } = controller;
    // Only the abort can end this wait.
    const pollIntervalMs = { min: 1e6, max: 1e6 };
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      signal,
      timeoutMs: Infinity,
      pollIntervalMs,
    });
    const pending = follower[Symbol.asyncIterator]().next();
    await systemClock.sleep(1);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
    expect(held()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(follower.end).toBeUndefined();
  });

  it('rejects before anything is read', async () => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')], signal: AbortSignal.abort('gone') });
    await expect(collect(follower)).rejects.toBe('gone');
    await expect(follower.refresh()).rejects.toBe('gone');
    expect(live.counts.refreshes('/key')).toBe(0);
  });

  it('rejects between indices that are ready', async () => {
    const live = await MemoryScan.create(tenKeys);
    await live.fill('key', ones(10));
    const controller = new AbortController();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], signal: controller.signal });
    const indices: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const index of follower) {
        indices.push(index);
        if (index === 4) controller.abort('enough');
      }
    };
    await expect(consume()).rejects.toBe('enough');
    expect(indices).toEqual(upTo(5));
    expect(follower.position).toBe(5);
  });

  it('reaches the reads', async () => {
    const controller = new AbortController();
    const seen: (AbortSignal | undefined)[] = [];
    const live = await MemoryScan.create(tenKeys, {
      dataset: (dataset) => ({
        read: (selection, options) => {
          seen.push(options?.signal);
          controller.abort('during the read');
          return dataset.read(selection, options);
        },
      }),
    });
    const follower = new KeyFollower({ keys: [await live.dataset('key')], signal: controller.signal });
    await expect(collect(follower)).rejects.toBe('during the read');
    expect(seen).toEqual([controller.signal]);
  });

  it('leaves no listener after a normal end', async () => {
    const live = await MemoryScan.create(tenKeys);
    const { signal } = new AbortController();
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      signal,
      clock: new SimulatedClock(),
      timeoutMs: 300,
    });
    await collect(follower);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('options', () => {
  it.each<[string, object, ErrorConstructor]>([
    ['no key', { keys: [] }, TypeError],
    ['a negative time-out', { timeoutMs: -1 }, RangeError],
    ['a time-out that is no number', { timeoutMs: NaN }, RangeError],
    ['a time-out for the first key that is negative', { firstKeyTimeoutMs: -1 }, RangeError],
    ['a first index that is no index', { from: 1.5 }, RangeError],
    ['a rank that is none', { scanRank: -1 }, RangeError],
    ['no time between two polls', { pollIntervalMs: { min: 0, max: 50 } }, RangeError],
    ['bounds the wrong way round', { pollIntervalMs: { min: 50, max: 1 } }, RangeError],
  ])('refuses %s', async (_, options, errorClass) => {
    const live = await MemoryScan.create(tenKeys);
    const keys = [await live.dataset('key')];
    expect(() => new KeyFollower({ keys, ...options })).toThrow(errorClass);
  });

  it('does no I/O in the constructor', async () => {
    const live = await MemoryScan.create(tenKeys);
    const keys = [await live.dataset('key')];
    live.counts.reset();
    const follower = new KeyFollower({ keys });
    expect(follower.ready).toBe(0);
    expect([live.counts.refreshes('/key'), live.counts.reads('/key')]).toEqual([0, 0]);
  });

  it('refuses an index that is none in a reset', async () => {
    const live = await MemoryScan.create(tenKeys);
    const follower = new KeyFollower({ keys: [await live.dataset('key')] });
    expect(() => follower.reset(-1)).toThrow(RangeError);
  });
});
