import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { KeyFollower, type FollowDiagnostic, type WakeUpFactory } from '@h5tail/follower';
import { collect } from '../collect.js';
import { ones, upTo } from '../number-lists.js';
import { SimulatedClock } from '../simulated-clock.js';
import { tenKeys } from '../watched-keys.js';

describe('waking up', () => {
  it('polls at once when the file changes', async () => {
    const live = await MemoryScan.create(tenKeys);
    const clock = new SimulatedClock();
    const pollIntervalMs = { min: 1, max: 5000 };
    clock.at(2500, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, pollIntervalMs, timeoutMs: Infinity });
    await collect(follower);
    expect(clock.now()).toBe(2500);
  });

  it('polls where no change is told, within the bounds', async () => {
    const diagnostics: FollowDiagnostic[] = [];
    const live = await MemoryScan.create(tenKeys, { file: () => ({ watch: () => null }) });
    const clock = new SimulatedClock();
    clock.at(2500, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      clock,
      timeoutMs: Infinity,
      onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    });
    await collect(follower);
    expect(clock.now()).toBeGreaterThanOrEqual(2500);
    expect(clock.now()).toBeLessThanOrEqual(2550);
    expect(clock.sleeps.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 50, 50]);
    expect(diagnostics).toEqual([{ kind: 'wake-up', name: 'polling' }]);
  });

  it('outlasts a pause of 3 s without polling seldom: the time-out does not set the period', async () => {
    const live = await MemoryScan.create(tenKeys, { file: () => ({ watch: () => null }) });
    const clock = new SimulatedClock();
    clock.at(3000, () => live.fill('key', ones(5, 10)));
    clock.at(6000, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock });
    const delays: number[] = [];
    for await (const index of follower) delays.push(clock.now() - (index < 5 ? 3000 : 6000));
    expect(delays).toHaveLength(10);
    expect(Math.max(...delays)).toBeLessThanOrEqual(50);
    expect(follower.end).toEqual({ reason: 'complete' });
  });

  it('polls at once when it is notified', async () => {
    const live = await MemoryScan.create(tenKeys, { file: () => ({ watch: () => null }) });
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      timeoutMs: Infinity,
      pollIntervalMs: { min: 1e6, max: 1e6 },
    });
    const pending = follower[Symbol.asyncIterator]().next();
    await live.set('key', [[0]]);
    follower.notify();
    expect(await pending).toEqual({ done: false, value: 0 });
  });

  it('keeps a notification that comes in the middle of a poll', async () => {
    let duringPoll: (() => void) | undefined;
    const live = await MemoryScan.create(tenKeys, {
      file: () => ({ watch: () => null }),
      dataset: (dataset) => ({
        read: async (...parameters) => {
          const slab = await dataset.read(...parameters);
          duringPoll?.();
          duringPoll = undefined;
          return slab;
        },
      }),
    });
    const clock = new SimulatedClock();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: Infinity });
    duringPoll = () => {
      void live.fill('key', ones(10));
      follower.notify();
    };
    await collect(follower);
    expect(clock.sleeps).toEqual([]);
  });

  it('polls seldom while the writer flushes other datasets, and a key after a quiet time at once', async () => {
    const live = await MemoryScan.create({ key: { shape: [10] }, other: { shape: [1] } });
    const clock = new SimulatedClock();
    for (let time = 0; time < 1000; time += 0.25) clock.at(time, () => live.fill('other', [time]));
    let polls = 0;
    clock.at(1000, () => (polls = live.counts.refreshes('/key')));
    clock.at(1200, () => live.fill('key', ones(10)));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: Infinity });
    await collect(follower);
    expect(polls).toBeLessThanOrEqual(110);
    expect(clock.now()).toBe(1200);
  });

  it('sees a key among the changes of other datasets within 10 ms', async () => {
    const live = await MemoryScan.create({ key: { shape: [10] }, other: { shape: [1] } });
    const clock = new SimulatedClock();
    for (let time = 0; time < 600; time += 0.5) clock.at(time, () => live.fill('other', [time]));
    for (const index of upTo(10)) clock.at(50 * index + 53, () => live.set('key', [[index]]));
    const follower = new KeyFollower({ keys: [await live.dataset('key')], clock, timeoutMs: Infinity });
    const delays: number[] = [];
    for await (const index of follower) delays.push(clock.now() - (50 * index + 53));
    expect(Math.max(...delays)).toBeLessThanOrEqual(10);
  });

  it('uses the wake-up that it is given, one per iteration, and closes it', async () => {
    const live = await MemoryScan.create(tenKeys);
    const log: string[] = [];
    const wakeUp: WakeUpFactory = ({ files }) => {
      log.push(`made for ${files.map(({ path }) => path).join()}`);
      return {
        name: 'by hand',
        wait: async (atMostMs) => {
          log.push(`wait ${atMostMs}`);
          await live.fill('key', ones(10));
        },
        polled: (progress) => void log.push(`polled ${progress}`),
        close: () => void log.push('closed'),
      };
    };
    const follower = new KeyFollower({
      keys: [await live.dataset('key')],
      wakeUp,
      timeoutMs: 500,
      clock: new SimulatedClock(),
    });
    expect(await collect(follower)).toEqual(upTo(10));
    expect(log).toEqual(['made for /scan.h5', 'wait 500', 'polled true', 'closed']);
  });

  it('lets timers run while very many indices are ready', async () => {
    const live = await MemoryScan.create({ key: { shape: [2 ** 20] } });
    await live.setRange('key', 0, 2 ** 20);
    const controller = new AbortController();
    const follower = new KeyFollower({ keys: [await live.dataset('key')], signal: controller.signal });
    setTimeout(() => controller.abort('the timer ran'), 1);
    await expect(
      (async () => {
        for await (const index of follower) if (index === 2 ** 20 - 1) follower.reset();
      })(),
    ).rejects.toBe('the timer ran');
  });
});
