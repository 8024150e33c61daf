import { dtypes, Hdf5Error, type Dataset } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { DataSource, type DataSourceOptions, type ScanPoint } from '@h5tail/frames';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';
import { collect } from '../../follower/test/collect.js';
import { upTo } from '../../follower/test/number-lists.js';

/** A source over the dataset `key` of a live scan, and frames by the names of their datasets. */
async function sourceOf(
  live: MemoryScan,
  names: readonly string[],
  options: Partial<DataSourceOptions> = {},
): Promise<DataSource> {
  const datasets: Record<string, Dataset> = {};
  for (const name of names) datasets[name] = await live.dataset(name);
  return new DataSource({
    keys: [await live.dataset('key')],
    datasets,
    timeoutMs: 200,
    clock: new SimulatedClock(),
    ...options,
  });
}

function dataOf(points: readonly ScanPoint[], name = 'data'): unknown[] {
  return points.map(({ frames }) => frames.get(name)?.data);
}

describe('DataSource', () => {
  it('gives ten scalars, then why there are no more', async () => {
    const live = await MemoryScan.create({
      key: { shape: [10], maxShape: [null] },
      data: { shape: [10], maxShape: [null] },
      finished: { shape: [1] },
    });
    await live.fill('key', upTo(10).fill(1));
    await live.fill('data', upTo(10));
    const source = await sourceOf(live, ['data'], { finished: await live.dataset('finished') });
    expect(dataOf(await collect(source))).toEqual(upTo(10).map((value) => Int32Array.of(value)));
    expect(source.end).toEqual({ reason: 'idle-timeout' });

    await live.fill('finished', [1]);
    source.reset();
    expect(await collect(source)).toHaveLength(10);
    expect(source.end).toEqual({ reason: 'finished' });

    await live.fill('finished', [0]);
    await live.set('key', [[9]], 0);
    source.reset();
    expect(await collect(source)).toHaveLength(9);
    expect(source.end).toEqual({ reason: 'finished', missing: 9 });
  });

  it('gives the points of a grid with their places', async () => {
    const live = await MemoryScan.create({ key: { shape: [2, 2, 1, 1] }, data: { shape: [2, 2, 5, 10] } });
    await live.fill('key', [1, 1, 1, 1]);
    await live.fill('data', upTo(200));
    const points = await collect(await sourceOf(live, ['data']));
    expect(points.map(({ index, position, slice, maxShape }) => ({ index, position, slice, maxShape }))).toEqual([
      {
        index: 0,
        position: [0, 0],
        slice: [
          [0, 1],
          [0, 1],
        ],
        maxShape: [2, 2],
      },
      {
        index: 1,
        position: [0, 1],
        slice: [
          [0, 1],
          [1, 2],
        ],
        maxShape: [2, 2],
      },
      {
        index: 2,
        position: [1, 0],
        slice: [
          [1, 2],
          [0, 1],
        ],
        maxShape: [2, 2],
      },
      {
        index: 3,
        position: [1, 1],
        slice: [
          [1, 2],
          [1, 2],
        ],
        maxShape: [2, 2],
      },
    ]);
    points.forEach(({ frames }, index) => {
      expect(frames.get('data')).toMatchObject({ index, shape: [5, 10] });
      expect(frames.get('data')?.data).toEqual(Int32Array.from(upTo(50), (i) => 50 * index + i));
    });
  });

  it('gives frames of several ranks over the same scan, in the order of the datasets', async () => {
    const live = await MemoryScan.create({
      key: { shape: [3, 1, 1] },
      image: { shape: [3, 4, 5] },
      energy: { shape: [3] },
      spectrum: { shape: [3, 6] },
    });
    for (const index of upTo(3)) {
      for (const name of ['image', 'energy', 'spectrum']) await live.writeFrame(name, index, [index]);
      await live.set('key', [[index]]);
    }
    const points = await collect(await sourceOf(live, ['image', 'energy', 'spectrum']));
    expect(points.map(({ frames }) => [...frames.keys()])).toEqual(upTo(3).map(() => ['image', 'energy', 'spectrum']));
    expect(dataOf(points, 'image')).toEqual(upTo(3).map((index) => framePattern(index, [4, 5], 'int32')));
    expect(dataOf(points, 'energy')).toEqual(upTo(3).map((index) => framePattern(index, [], 'int32')));
    expect(dataOf(points, 'spectrum')).toEqual(upTo(3).map((index) => framePattern(index, [6], 'int32')));
    expect(points[0]?.frames.get('energy')?.shape).toEqual([]);
  });

  it.each<[string, Record<string, DatasetPlan>]>([
    ['preallocated', { key: { shape: [40, 1, 1] }, data: { shape: [40, 2, 3] } }],
    [
      'growing',
      { key: { shape: [0, 1, 1], maxShape: [40, 1, 1] }, data: { shape: [0, 2, 3], maxShape: [null, 2, 3] } },
    ],
    ['with only the data growing', { key: { shape: [40] }, data: { shape: [0, 2, 3], maxShape: [40, 2, 3] } }],
  ])('gives live frames as they were written, %s', async (_, plans) => {
    const live = await MemoryScan.create(plans);
    const clock = new SimulatedClock();
    for (const index of upTo(40)) {
      // Some at once, some alone.
      const time = 3 * (index - (index % 5)) + (index > 30 ? index : 0);
      clock.at(time, async () => {
        await live.writeFrame('data', index, [index]);
        await live.set('key', [[index]]);
      });
    }
    const source = await sourceOf(live, ['data'], { clock });
    const points = await collect(source);
    expect(points.map(({ index }) => index)).toEqual(upTo(40));
    expect(dataOf(points)).toEqual(upTo(40).map((index) => framePattern(index, [2, 3], 'int32')));
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it('waits for a dataset that lags behind its key', async () => {
    const live = await MemoryScan.create({
      key: { shape: [0], maxShape: [3] },
      prompt: { shape: [0, 2], maxShape: [null, 2] },
      lagging: { shape: [0, 2], maxShape: [null, 2] },
    });
    const clock = new SimulatedClock();
    for (const index of upTo(3)) {
      clock.at(50 * index, async () => {
        await live.writeFrame('prompt', index, [index]);
        await live.set('key', [[index]]);
      });
      clock.at(50 * index + 30, () => live.writeFrame('lagging', index, [index]));
    }
    const points = await collect(await sourceOf(live, ['prompt', 'lagging'], { clock }));
    const expected = upTo(3).map((index) => framePattern(index, [2], 'int32'));
    expect([dataOf(points, 'prompt'), dataOf(points, 'lagging')]).toEqual([expected, expected]);
  });

  it('waits for data as long as for keys', async () => {
    const plan = { shape: [1], maxShape: [2] };
    const live = await MemoryScan.create({ key: plan, data: plan });
    await live.set('key', [[0], [1]]);
    const clock = new SimulatedClock();
    const source = await sourceOf(live, ['data'], { clock, timeoutMs: 5000 });
    await expect(collect(source)).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 1 });
    expect(clock.now()).toBe(5000);
    clock.at(9900, () => live.writeFrame('data', 1, [1]));
    expect((await collect(source)).map(({ index }) => index)).toEqual([1]);
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it('reads the data of unlimited fast axes where the keys are', async () => {
    const plan = { shape: [2, 3], maxShape: [null, null] };
    const live = await MemoryScan.create({ key: plan, data: { ...plan, shape: [2, 5] } });
    await live.fill('key', [1, 1, 1, 1, 0, 0]);
    await live.fill('data', [0, 1, 2, 90, 91, 3, 4, 5, 92, 93]);
    const points = await collect(await sourceOf(live, ['data']));
    expect(points.map(({ position }) => position)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
    ]);
    expect(dataOf(points)).toEqual([0, 1, 2, 3].map((value) => Int32Array.of(value)));
  });

  it('starts where it is told', async () => {
    const live = await MemoryScan.create({ key: { shape: [10] }, data: { shape: [10] } });
    await live.fill('key', upTo(10).fill(1));
    const source = await sourceOf(live, ['data'], { from: 7 });
    expect((await collect(source)).map(({ index }) => index)).toEqual([7, 8, 9]);
  });
});

describe('the order of a live read', () => {
  /** Notes every refresh and read in the order of their begin. */
  async function recorded(): Promise<{ live: MemoryScan; log: string[] }> {
    const log: string[] = [];
    const live = await MemoryScan.create(
      { key: { shape: [6] }, image: { shape: [6, 2] }, energy: { shape: [6] } },
      {
        dataset: (dataset) => ({
          refresh: () => {
            log.push(`refresh ${dataset.path}`);
            return dataset.refresh();
          },
          read: (...parameters) => {
            log.push(`read ${dataset.path}`);
            return dataset.read(...parameters);
          },
        }),
      },
    );
    return { live, log };
  }

  it('is: keys, then all datasets refreshed, then read; refreshed only for points not known before', async () => {
    const { live, log } = await recorded();
    for (const index of [0, 1, 2]) await live.set('key', [[index]]);
    const source = await sourceOf(live, ['image', 'energy'], { timeoutMs: 0 });
    await collect(source);
    const batch = ['refresh /image', 'refresh /energy', 'read /image', 'read /energy'];
    const poll = ['refresh /key', 'read /key'];
    expect(log.splice(0)).toEqual([...poll, ...batch, ...poll]);
    await live.set('key', [[3]]);
    await collect(source);
    expect(log.splice(0)).toEqual([...poll, ...batch, ...poll]);
  });

  it('refreshes every dataset anew after points that became known during a refresh of the keys', async () => {
    const { live, log } = await recorded();
    await live.set('key', [[0]]);
    const source = await sourceOf(live, ['image', 'energy'], { timeoutMs: 0 });
    for await (const { index } of source) {
      if (index > 0) continue;
      await live.set('key', [[1]]);
      await source.follower.refresh();
    }
    expect(log.filter((entry) => entry === 'refresh /image')).toHaveLength(2);
    expect(log.filter((entry) => entry === 'refresh /energy')).toHaveLength(2);
  });
});

describe('faults', () => {
  it('lose no point: the next iteration begins with the one that could not be read', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, data: { shape: [2], maxShape: [5] } });
    await live.fill('key', [1, 1, 1, 1, 1]);
    const source = await sourceOf(live, ['data'], { retryBudgetMs: 20 });
    const seen: number[] = [];
    const consume = async (): Promise<void> => {
      for await (const { index } of source) seen.push(index);
    };
    await expect(consume()).rejects.toMatchObject({ code: 'TRANSIENT_READ', object: '/data', index: 2 });
    await expect(consume()).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 2 });
    expect(source.end).toBeUndefined();
    for (const index of [2, 3, 4]) await live.writeFrame('data', index, [index]);
    await consume();
    expect(seen).toEqual(upTo(5));
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it('of a dataset too short for an unlimited scan are told when its frame is due', async () => {
    const live = await MemoryScan.create({ key: { shape: [5], maxShape: [null] }, data: { shape: [2] } });
    await live.fill('key', [1, 1, 1, 1, 1]);
    const source = await sourceOf(live, ['data']);
    await expect(collect(source)).rejects.toMatchObject({
      code: 'OUT_OF_RANGE',
      object: '/data',
      index: 2,
      remedy: expect.any(String) as string,
    });
  });

  it('take nothing back of what is known: ready stays, and a position never changes', async () => {
    const unlimited = { maxShape: [null, null] };
    const live = await MemoryScan.create({
      key: { shape: [2, 3], ...unlimited },
      data: { shape: [1, 3], ...unlimited },
    });
    await live.fill('key', [1, 1, 1, 1, 0, 0]);
    const source = await sourceOf(live, ['data'], { retryBudgetMs: 0 });
    const positions: (readonly number[])[] = [];
    const consume = async (): Promise<void> => {
      for await (const { position } of source) positions.push(position);
    };
    await expect(consume()).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 3 });
    expect([source.follower.position, source.follower.ready]).toEqual([3, 4]);
    // The row gets longer: index 3 would now be another point, (0, 3).
    await live.fill('key', [1, 1, 1, 1, 1, 1, 0, 0, 0, 0], [2, 5]);
    await live.writeFrame('data', 3, [1, 0]);
    await expect(consume()).rejects.toMatchObject({ code: 'WRONG_SHAPE', object: '/key' });
    expect(positions).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
    ]);
    expect(source.follower.ready).toBe(4);
  });

  it('are told also while the keys are being looked at', async () => {
    let goOn = (): void => {};
    const isBlocked = new Promise<void>((resolve) => (goOn = resolve));
    let fails = false;
    let refreshed: Promise<boolean> | undefined;
    const live = await MemoryScan.create(
      { key: { shape: [3] }, data: { shape: [3] } },
      {
        dataset: (dataset) =>
          dataset.path === '/key'
            ? { refresh: () => (fails ? isBlocked : dataset.refresh()) }
            : {
                read: async (...parameters) => {
                  if (!fails) return dataset.read(...parameters);
                  refreshed ??= source.follower.refresh();
                  throw new Hdf5Error('IO', 'made up');
                },
              },
      },
    );
    await live.fill('key', [1, 1, 1]);
    const source = await sourceOf(live, ['data']);
    await source.follower.refresh();
    fails = true;
    await expect(collect(source)).rejects.toMatchObject({ code: 'IO' });
    fails = false;
    goOn();
    await refreshed;
    expect((await collect(source)).map(({ index }) => index)).toEqual(upTo(3));
  });

  it('make the next try refresh the data, also without time for a second one', async () => {
    const live = await MemoryScan.create({ key: { shape: [3] }, data: { shape: [1], maxShape: [3] } });
    await live.fill('key', [1, 1, 1]);
    const source = await sourceOf(live, ['data'], { retryBudgetMs: 0 });
    await expect(collect(source)).rejects.toMatchObject({ code: 'TRANSIENT_READ', index: 1 });
    for (const index of [1, 2]) await live.writeFrame('data', index, [index]);
    expect((await collect(source)).map(({ index }) => index)).toEqual([1, 2]);
  });

  it('end the iterator', async () => {
    const live = await MemoryScan.create({ key: { shape: [5], maxShape: [null] }, data: { shape: [2] } });
    await live.fill('key', [1, 1, 1, 1, 1]);
    const points = (await sourceOf(live, ['data'], { from: 2 }))[Symbol.asyncIterator]();
    await expect(points.next()).rejects.toMatchObject({ code: 'OUT_OF_RANGE' });
    expect(await points.next()).toEqual({ done: true, value: undefined });
  });

  it('include abort in the middle of a wait for a frame', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, data: { shape: [0], maxShape: [5] } });
    await live.fill('key', [1, 1, 1, 1, 1]);
    const controller = new AbortController();
    const clock = new SimulatedClock();
    clock.at(10, () => controller.abort('enough'));
    const source = await sourceOf(live, ['data'], { clock, signal: controller.signal });
    await expect(collect(source)).rejects.toBe('enough');
    expect(source.follower.position).toBe(0);
  });
});

describe('what cannot be', () => {
  it.each<[string, number[], number[]]>([
    ['fewer axes than the scan', [2, 4, 1, 1], [8]],
    ['other fast extents', [2, 4, 1, 1], [4, 2, 5, 5]],
    ['no room for the last points', [5, 1], [1]],
  ])('is refused at construction, naming both datasets: %s', async (_, keyShape, dataShape) => {
    const live = await MemoryScan.create({ key: { shape: keyShape }, data: { shape: dataShape } });
    await expect(sourceOf(live, ['data'])).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      object: '/data',
      message: expect.stringContaining('/key'),
      remedy: expect.any(String) as string,
    });
  });

  it('is not a slowest extent that is larger than the scan', async () => {
    const live = await MemoryScan.create({ key: { shape: [2] }, data: { shape: [3] } });
    await expect(sourceOf(live, ['data'])).resolves.toBeInstanceOf(DataSource);
  });

  it('is a time that is none', async () => {
    const live = await MemoryScan.create({ key: { shape: [2] }, data: { shape: [2] } });
    await expect(sourceOf(live, ['data'], { retryBudgetMs: NaN })).rejects.toThrow(RangeError);
  });

  it('is a source without a dataset', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] } });
    await expect(sourceOf(live, [])).rejects.toThrow(TypeError);
  });
});

describe('iterating', () => {
  it('refuses a second call at the same time', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, data: { shape: [5], dtype: dtypes.int32 } });
    await live.fill('key', [1, 1, 1, 0, 0]);
    const points = (await sourceOf(live, ['data']))[Symbol.asyncIterator]();
    const pending = points.next();
    await expect(points.next()).rejects.toMatchObject({ code: 'BUSY' });
    expect((await pending).value).toMatchObject({ index: 0 });
  });

  it('gives what was read with it already to calls at the same time, in order', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, data: { shape: [5], dtype: dtypes.int32 } });
    await live.fill('key', [1, 1, 1, 0, 0]);
    const points = (await sourceOf(live, ['data']))[Symbol.asyncIterator]();
    await points.next();
    const [second, third] = await Promise.all([points.next(), points.next()]);
    expect([second.value, third.value]).toMatchObject([{ index: 1 }, { index: 2 }]);
  });

  it('goes on where it was left', async () => {
    const live = await MemoryScan.create({ key: { shape: [5] }, data: { shape: [5] } });
    await live.fill('key', [1, 1, 1, 1, 1]);
    const source = await sourceOf(live, ['data']);
    for await (const { index } of source) if (index === 1) break;
    expect((await collect(source)).map(({ index }) => index)).toEqual([2, 3, 4]);
  });

  it('cuts a pending wait short when it is left, and holds no watch', async () => {
    let held = 0;
    let watched = (): void => {};
    const isWatched = new Promise<void>((resolve) => (watched = resolve));
    const live = await MemoryScan.create(
      { key: { shape: [5] }, data: { shape: [5] } },
      {
        file: (file) => ({
          watch: (listener) => {
            held++;
            watched();
            const stop = file.watch(listener);
            return () => {
              held--;
              stop?.();
            };
          },
        }),
      },
    );
    const clock = { now: () => 0, sleep: neverEnding };
    const points = (await sourceOf(live, ['data'], { clock, timeoutMs: Infinity }))[Symbol.asyncIterator]();
    const pending = points.next();
    await isWatched;
    expect(held).toBe(1);
    await points.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(held).toBe(0);
  });
});

/** Sleeps until it is aborted. */
function neverEnding(_: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
