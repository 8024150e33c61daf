import { dtypes, type Dataset } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan, type DatasetPlan } from '@h5tail/adapter-conformance/memory';
import { DataSource, type DataSourceOptions, type ScanPoint } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { collect } from '../../follower/test/collect.js';
import { upTo } from '../../follower/test/number-lists.js';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';

const names = (count: number): string[] => upTo(count).map((member) => `data-${member}`);

async function interleavedScan(
  key: DatasetPlan,
  members: readonly DatasetPlan[],
  options: Partial<DataSourceOptions> = {},
): Promise<{ live: MemoryScan; source: DataSource }> {
  const plans = Object.fromEntries(members.map((plan, member) => [`data-${member}`, plan]));
  const live = await MemoryScan.create({ key, ...plans });
  const datasets = await live.datasets(...names(members.length));
  const source = new DataSource({
    keys: await live.datasets('key'),
    interleaved: { image: datasets },
    timeoutMs: 200,
    clock: new SimulatedClock(),
    ...options,
  });
  return { live, source };
}

/** Writes the frame of a point where the rule says: floor(i / n) of number i mod n. */
async function writePoint(live: MemoryScan, index: number, members: number, frame: readonly number[]): Promise<void> {
  const dataset = await live.writer.dataset(`data-${index % members}`, 'int32');
  const place = Math.floor(index / members);
  const shape = dataset.shape ?? [];
  if (place >= (shape[0] ?? 0)) await dataset.resize([place + 1, ...shape.slice(1)]);
  await dataset.write([place], framePattern(index, frame, 'int32'));
  await dataset.flush();
  await live.set('key', [[index]]);
}

function expectPoints(points: readonly ScanPoint[], indices: readonly number[], frame: readonly number[]): void {
  expect(points.map(({ index }) => index)).toEqual(indices);
  for (const { index, frames } of points) {
    expect(frames.get('image')).toMatchObject({ index, shape: frame });
    expect(frames.get('image')?.data).toEqual(framePattern(index, frame, 'int32'));
  }
}

describe('interleaved datasets', () => {
  it('give 42 points over four datasets of 11, 11, 10 and 10 frames in order', async () => {
    const plans = [11, 11, 10, 10].map((frames) => ({ shape: [frames, 2, 3] }));
    const { live, source } = await interleavedScan({ shape: [42, 1, 1] }, plans);
    for (const index of upTo(42)) await writePoint(live, index, 4, [2, 3]);
    const points = await collect(source);
    expectPoints(points, upTo(42), [2, 3]);
    expect(points[5]).toMatchObject({ position: [5], slice: [[5, 6]], maxShape: [42] });
    expect(source.end).toEqual({ reason: 'complete' });
  });

  it.each<[string, DatasetPlan]>([
    ['growing', { shape: [0, 2], maxShape: [null, 2] }],
    ['preallocated', { shape: [14, 2] }],
  ])('never give fill values for points whose keys are set, %s', async (_, plan) => {
    const clock = new SimulatedClock();
    const { live, source } = await interleavedScan({ shape: [40, 1] }, [plan, plan, plan], { clock });
    for (const index of upTo(40)) {
      // Some at once, so that one refresh has to do for frames of all three.
      clock.at(3 * (index - (index % 4)), () => writePoint(live, index, 3, [2]));
    }
    expectPoints(await collect(source), upTo(40), [2]);
  });

  it.each([
    [{ every: 2 }, upTo(20).map((i) => 2 * i)],
    [{ every: 3 }, upTo(14).map((i) => 3 * i)],
    [{ every: 5 }, upTo(8).map((i) => 5 * i)],
    [{ partition: { index: 1, count: 3 } }, upTo(13).map((i) => 3 * i + 1)],
    [{ partition: { index: 0, count: 2, block: 4 } }, upTo(40).filter((i) => i % 8 < 4)],
  ])('give chosen points, %o', async (options, expected) => {
    const plans = [14, 13, 13].map((frames) => ({ shape: [frames, 2] }));
    const { live, source } = await interleavedScan({ shape: [40, 1] }, plans, options);
    for (const index of upTo(40)) await writePoint(live, index, 3, [2]);
    expectPoints(await collect(source), expected, [2]);
  });

  it('tell a fault with the number of the point', async () => {
    const plans = [2, 1].map((frames) => ({ shape: [frames], maxShape: [2] }));
    const { live, source } = await interleavedScan({ shape: [4] }, plans, { retryBudgetMs: 0 });
    await live.fill('key', [1, 1, 1, 1]);
    const fault = { code: 'TRANSIENT_READ', object: '/data-1', index: 3 };
    await expect(collect(source)).rejects.toMatchObject(fault);
  });

  it('stand beside other datasets', async () => {
    const live = await MemoryScan.create({
      key: { shape: [6] },
      energy: { shape: [6], dtype: dtypes.int32 },
      'data-0': { shape: [3, 2] },
      'data-1': { shape: [3, 2] },
    });
    for (const index of upTo(6)) {
      await live.writeFrame('energy', index, [index]);
      await writePoint(live, index, 2, [2]);
    }
    const source = new DataSource({
      keys: await live.datasets('key'),
      datasets: { energy: await live.dataset('energy') },
      interleaved: { image: await live.datasets('data-0', 'data-1') },
      clock: new SimulatedClock(),
    });
    const points = await collect(source);
    expect([...(points[0]?.frames.keys() ?? [])]).toEqual(['energy', 'image']);
    points.forEach(({ frames }, index) => {
      expect(frames.get('energy').data).toEqual(framePattern(index, [], 'int32'));
      expect(frames.get('image').data).toEqual(framePattern(index, [2], 'int32'));
    });
  });

  describe('are refused', () => {
    it.each<[string, DatasetPlan, readonly DatasetPlan[], string, string]>([
      ['in a grid', { shape: [2, 3] }, [{ shape: [3] }, { shape: [3] }], 'WRONG_SHAPE', '/data-0'],
      ['with too few frames', { shape: [7] }, [{ shape: [4] }, { shape: [2] }], 'WRONG_SHAPE', '/data-1'],
      ['with different frames', { shape: [4] }, [{ shape: [2, 3] }, { shape: [2, 4] }], 'WRONG_SHAPE', '/data-1'],
      [
        'of different dtypes',
        { shape: [4] },
        [{ shape: [2] }, { shape: [2], dtype: dtypes.uint16 }],
        'WRONG_DTYPE',
        '/data-1',
      ],
    ])('%s', async (_, key, members, code, object) => {
      await expect(interleavedScan(key, members)).rejects.toMatchObject({ code, object });
    });

    it('without a dataset, and under a name that is taken', async () => {
      await expect(interleavedScan({ shape: [4] }, [])).rejects.toThrow(TypeError);
      const live = await MemoryScan.create({ key: { shape: [2] }, data: { shape: [2] } });
      const [key, data] = (await live.datasets('key', 'data')) as [Dataset, Dataset];
      const create = (): unknown => new DataSource({ keys: [key], datasets: { data }, interleaved: { data: [data] } });
      expect(create).toThrow(TypeError);
    });
  });
});
