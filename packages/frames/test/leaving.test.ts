import { dtypes, Hdf5Error, type Dataset } from '@h5tail/adapter';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { ChunkSource, DataSource, FrameReader, type DataSourceOptions } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { collect } from '../../follower/test/collect.js';
import { upTo } from '../../follower/test/number-lists.js';

/** A scan whose keys are all set, of which only the first frames are there. */
async function laggingScan(
  points: number,
  there: number,
  options: Partial<DataSourceOptions> = {},
): Promise<{ live: MemoryScan; source: DataSource }> {
  const data: DatasetPlan = { shape: [there], maxShape: [points], dtype: dtypes.int32 };
  const live = await MemoryScan.create({ key: { shape: [points] }, data });
  await live.fill('data', upTo(there));
  await live.fill('key', upTo(points).fill(1));
  const datasets = { data: await live.dataset('data') };
  return { live, source: new DataSource({ keys: await live.datasets('key'), datasets, ...options }) };
}

const indicesOf = async (source: DataSource): Promise<number[]> => (await collect(source)).map(({ index }) => index);

describe('leaving an iteration', () => {
  it('does not wait for data that lag, however long the others would', async () => {
    const { source } = await laggingScan(4, 1, { timeoutMs: Infinity, readAheadBytes: 2 ** 20 });
    for await (const { index } of source) {
      expect(index).toBe(0);
      break;
    }
    expect(source.follower.position).toBe(1);
  });

  it('ends a pending call that waits for data', async () => {
    const { source } = await laggingScan(4, 1, { timeoutMs: Infinity });
    const points = source[Symbol.asyncIterator]();
    await points.next();
    const pending = points.next();
    await points.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(source.follower.position).toBe(1);
  });

  it('is not waited for by a fault of the point before', async () => {
    const live = await MemoryScan.create(
      { key: { shape: [4] }, data: { shape: [2], maxShape: [4], dtype: dtypes.int32 } },
      {
        dataset: (dataset) =>
          dataset.path === '/data' ? { read: () => Promise.reject(new Hdf5Error('IO', 'made up')) } : {},
      },
    );
    await live.fill('key', [1, 1, 1, 1]);
    const source = new DataSource({
      keys: await live.datasets('key'),
      datasets: { data: await live.dataset('data') },
      timeoutMs: Infinity,
      readAheadBytes: 2 ** 20,
    });
    await expect(collect(source)).rejects.toMatchObject({ code: 'IO' });
  });

  it('gives nothing back that another iteration handed out', async () => {
    const { source } = await laggingScan(6, 6);
    const unused = source[Symbol.asyncIterator]();
    expect(await indicesOf(source)).toEqual(upTo(6));
    await unused.return?.();
    expect(await indicesOf(source)).toEqual([]);
  });
});

describe('a reset in the middle of an iteration', () => {
  it.each([
    [0, [0, 1, 0, 1, 2, 3, 4, 5]],
    [4, [0, 1, 4, 5]],
  ])('to %i lets the iteration go on there', async (to, expected) => {
    const { source } = await laggingScan(6, 6);
    const seen: number[] = [];
    for await (const { index } of source) {
      seen.push(index);
      if (seen.length === 2) source.reset(to);
    }
    expect(seen).toEqual(expected);
  });

  it('is refused while a call is pending', async () => {
    const { source } = await laggingScan(6, 1, { timeoutMs: Infinity });
    const points = source[Symbol.asyncIterator]();
    await points.next();
    const pending = points.next();
    expect(() => source.reset()).toThrow(expect.objectContaining({ code: 'BUSY' }));
    await points.return?.();
    await pending;
  });
});

describe('what makes no sense', () => {
  it.each<[string, object]>([
    ['less than nothing read ahead', { readAheadBytes: -1 }],
    ['no number of bytes', { readAheadBytes: NaN }],
    ['no time to wait', { retryBudgetMs: NaN }],
  ])('is %s, for every source', async (_, options) => {
    const { live } = await laggingScan(2, 2);
    const [key, data] = (await live.datasets('key', 'data')) as [Dataset, Dataset];
    expect(() => new DataSource({ keys: [key], datasets: { data }, ...options })).toThrow(RangeError);
    expect(() => new ChunkSource({ keys: [key], datasets: { data }, windowLength: 2, ...options })).toThrow();
  });

  it.each([0, -1, 1.5, NaN])('is a run of %d frames', async (count) => {
    const { live } = await laggingScan(2, 2);
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1 });
    await expect(reader.readRun(0, count)).rejects.toThrow(RangeError);
  });
});
