import { dtypes } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { DataSource, type DataSourceOptions } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { upTo } from '../../follower/test/number-lists.js';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';

async function liveScan(
  points: number,
  options: Partial<DataSourceOptions>,
): Promise<{ live: MemoryScan; source: DataSource; write: (indices: readonly number[]) => Promise<void> }> {
  const live = await MemoryScan.create({ key: { shape: [points] }, data: { shape: [points, 2] } });
  const source = new DataSource({
    keys: await live.datasets('key'),
    datasets: { data: await live.dataset('data') },
    timeoutMs: 100,
    clock: new SimulatedClock(),
    ...options,
  });
  const write = async (indices: readonly number[]): Promise<void> => {
    for (const index of indices) {
      await live.writeFrame('data', index, [index]);
      await live.set('key', [[index]]);
    }
  };
  return { live, source, write };
}

describe('back-pressure', () => {
  it('of `latest` gives the newest point, and passes over those that came meanwhile', async () => {
    const { source, write } = await liveScan(100, { backPressure: 'latest' });
    await write([0, 1, 2]);
    const seen: number[] = [];
    // What is written while point i is being looked at.
    const meanwhile = new Map([
      [2, [3, 4, 5, 6]],
      [6, [7]],
      [7, upTo(100).slice(8)],
    ]);
    for await (const { index, frames } of source) {
      expect(frames.get('data')?.data).toEqual(framePattern(index, [2], 'int32'));
      seen.push(index);
      await write(meanwhile.get(index) ?? []);
    }
    expect(seen).toEqual([2, 6, 7, 99]);
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it('of `wait` gives all of them', async () => {
    const { source, write } = await liveScan(20, {});
    await write([0]);
    const seen: number[] = [];
    for await (const { index } of source) {
      seen.push(index);
      if (index % 5 === 0)
        await write(
          upTo(5)
            .map((i) => index + 1 + i)
            .filter((i) => i < 20),
        );
    }
    expect(seen).toEqual(upTo(20));
  });

  it('of `latest` keeps to the points that are chosen', async () => {
    const { source, write } = await liveScan(50, {
      backPressure: 'latest',
      every: 4,
      partition: { index: 1, count: 2 },
    });
    await write(upTo(4));
    const seen: number[] = [];
    const points = source[Symbol.asyncIterator]();
    await write(upTo(23));
    seen.push((await points.next()).value?.index ?? -1);
    await write(upTo(50));
    seen.push((await points.next()).value?.index ?? -1);
    // 4, 12, 20, 28, 36, 44 are those of the second of two processes.
    expect(seen).toEqual([20, 44]);
    expect((await points.next()).done).toBe(true);
  });

  it('of `latest` looks at a scan that is complete already once', async () => {
    const { source, write, live } = await liveScan(30, { backPressure: 'latest' });
    await write(upTo(30));
    const seen: number[] = [];
    for await (const { index } of source) seen.push(index);
    expect(seen).toEqual([29]);
    expect(live.counts.elementsRead('/data')).toBe(2);
  });

  it('of `latest` gives the newest also where holes cut what is ready into pieces', async () => {
    const { source, write } = await liveScan(22, { backPressure: 'latest', every: 4, skipHolesAfterMs: 0 });
    await write(upTo(22).filter((index) => index !== 20));
    const seen: number[] = [];
    for await (const { index } of source) seen.push(index);
    expect(seen).toEqual([16]);
  });

  it('of `latest` goes on with what comes after it was left', async () => {
    const { source, write } = await liveScan(30, { backPressure: 'latest' });
    await write(upTo(10));
    for await (const { index } of source) {
      expect(index).toBe(9);
      break;
    }
    await write([10, 11]);
    for await (const { index } of source) {
      expect(index).toBe(11);
      break;
    }
  });
});

describe('reading ahead', () => {
  /** A scan of frames that count as compressed, whose reads end only when they are let go. */
  async function slowScan(
    points: number,
    options: Partial<DataSourceOptions> = {},
  ): Promise<{ source: DataSource; reading: Map<number, () => void>; abort: AbortController }> {
    const reading = new Map<number, () => void>();
    const live = await MemoryScan.create(
      { key: { shape: [points] }, data: { shape: [points, 256, 256], dtype: dtypes.int32 } },
      {
        dataset: (dataset) =>
          dataset.path === '/data'
            ? {
                filters: [{ id: 1, name: 'deflate', options: [4] }],
                read: async (...parameters) => {
                  const [[first]] = parameters[0] as [[number, number]];
                  await new Promise<void>((resolve) => reading.set(first, resolve));
                  return dataset.read(...parameters);
                },
              }
            : {},
      },
    );
    await live.fill('key', upTo(points).fill(1));
    const abort = new AbortController();
    const source = new DataSource({
      keys: await live.datasets('key'),
      datasets: { data: await live.dataset('data') },
      clock: new SimulatedClock(),
      signal: abort.signal,
      ...options,
    });
    return { source, reading, abort };
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('begins with the next frames while one is waited for, as many as fit into the bytes given', async () => {
    const frameBytes = 256 * 256 * 4;
    const { source, reading } = await slowScan(10, { readAheadBytes: 3 * frameBytes });
    const points = source[Symbol.asyncIterator]();
    const first = points.next();
    await until(() => reading.size === 4);
    // The others end before it, and come after it all the same.
    for (const index of [3, 2, 1, 0]) reading.get(index)?.();
    expect((await first).value?.index).toBe(0);
    for (const index of [1, 2, 3]) {
      const next = points.next();
      await until(() => reading.has(index + 3));
      reading.get(index + 3)?.();
      expect((await next).value?.index).toBe(index);
    }
    expect(reading.size).toBeLessThanOrEqual(7);
    const left = points.return?.();
    for (const go of reading.values()) go();
    await left;
    expect(source.follower.position).toBe(4);
  });

  it('keeps what was read when the iteration is left, for the next one to hand out', async () => {
    const { source, reading } = await slowScan(4, { readAheadBytes: 2 ** 30 });
    const points = source[Symbol.asyncIterator]();
    const first = points.next();
    await until(() => reading.size === 4);
    for (const go of reading.values()) go();
    expect((await first).value?.index).toBe(0);
    await points.return?.();
    reading.clear();
    const rest: number[] = [];
    const consumed = (async () => {
      for await (const { index } of source) rest.push(index);
    })();
    await until(() => reading.size === 3);
    for (const go of reading.values()) go();
    await consumed;
    expect(rest).toEqual([1, 2, 3]);
  });

  it('ends with an abort: with the signal’s reason, and reads nothing more', async () => {
    const { source, reading, abort } = await slowScan(10);
    const points = source[Symbol.asyncIterator]();
    const first = points.next();
    await until(() => reading.size > 1);
    abort.abort(new Error('enough'));
    const begun = reading.size;
    for (const go of reading.values()) go();
    await expect(first).rejects.toThrow('enough');
    await expect(points.next()).resolves.toEqual({ done: true, value: undefined });
    expect(reading.size).toBe(begun);
  });
});
