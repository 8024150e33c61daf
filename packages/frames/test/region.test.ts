import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { DataSource, FrameReader, type DataSourceOptions } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { collect } from '../../follower/test/collect.js';
import { upTo } from '../../follower/test/number-lists.js';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';

/** Four points with frames of 3 x 5 and a number each; every element is its place in the dataset. */
async function scan(options: Partial<DataSourceOptions>): Promise<{ live: MemoryScan; source: DataSource }> {
  const live = await MemoryScan.create({ key: { shape: [4] }, image: { shape: [4, 3, 5] }, energy: { shape: [4] } });
  await live.fill('image', upTo(60));
  await live.fill('energy', upTo(4));
  await live.fill('key', [1, 1, 1, 1]);
  const datasets = { image: await live.dataset('image'), energy: await live.dataset('energy') };
  const source = new DataSource({
    keys: await live.datasets('key'),
    datasets,
    clock: new SimulatedClock(),
    ...options,
  });
  return { live, source };
}

/** Element (row, column) of frame `index`. */
const element = (index: number, row: number, column: number): number => 15 * index + 5 * row + column;

describe('a region', () => {
  it('is read of each frame, by the name of the dataset', async () => {
    const { source } = await scan({
      region: {
        image: [
          [1, 3],
          [2, 4],
        ],
      },
    });
    for (const { index, frames } of await collect(source)) {
      const expected = [1, 2].flatMap((row) => [2, 3].map((column) => element(index, row, column)));
      expect(frames.get('image')).toMatchObject({ shape: [2, 2], data: Int32Array.from(expected) });
      expect(frames.get('energy')).toMatchObject({ shape: [], data: Int32Array.of(index) });
    }
  });

  it('drops the axis of a single index, skips with a step, and takes missing axes whole', async () => {
    const { source } = await scan({ region: { image: [1] } });
    const rows = (await collect(source)).map(({ frames }) => frames.get('image'));
    expect(rows[2]).toMatchObject({ shape: [5], data: Int32Array.of(35, 36, 37, 38, 39) });
    const { source: stepped } = await scan({ region: { image: [null, [0, 5, 2]] } });
    const frame = (await collect(stepped))[1]?.frames.get('image');
    expect(frame).toMatchObject({ shape: [3, 3], data: Int32Array.of(15, 17, 19, 20, 22, 24, 25, 27, 29) });
  });

  it('reads no more elements than it has', async () => {
    const { live, source } = await scan({
      region: {
        image: [
          [0, 1],
          [0, 2],
        ],
      },
    });
    await collect(source);
    expect(live.counts.elementsRead('/image')).toBe(4 * 2);
  });

  it('is read by a frame reader too', async () => {
    const { live } = await scan({});
    const image = await live.dataset('image');
    const reader = new FrameReader(image, { scanRank: 1, region: [2, [3, 5]] });
    expect(reader.frameShape).toEqual([2]);
    expect(await reader.read(3)).toMatchObject({ index: 3, shape: [2], data: Int32Array.of(58, 59) });
    expect(() => new FrameReader(image, { scanRank: 1, region: [3] })).toThrow(
      expect.objectContaining({ code: 'OUT_OF_RANGE' }),
    );
  });

  it('is waited for where frames are not that large yet', async () => {
    const live = await MemoryScan.create({
      key: { shape: [2] },
      lines: { shape: [2, 0], maxShape: [2, null], chunks: [1, 4] },
    });
    await live.fill('key', [1, 1]);
    const clock = new SimulatedClock();
    clock.at(5, () => live.fill('lines', upTo(12), [2, 6]));
    const datasets = { lines: await live.dataset('lines') };
    const source = new DataSource({ keys: await live.datasets('key'), datasets, region: [[1, 4]], clock });
    const lines = (await collect(source)).map(({ frames }) => frames.get('lines').data);
    expect(lines).toEqual([Int32Array.of(1, 2, 3), Int32Array.of(7, 8, 9)]);
  });

  it.each<[string, NonNullable<DataSourceOptions['region']>, object]>([
    ['of more axes than a frame has', { image: [0, 0, 0] }, { code: 'WRONG_SHAPE', object: '/image' }],
    ['of a frame without axes', [0], { code: 'WRONG_SHAPE', object: '/energy' }],
    ['beyond the frame', { image: [[0, 4]] }, { code: 'OUT_OF_RANGE', object: '/image' }],
    ['that is empty', { image: [[2, 2]] }, { name: 'RangeError' }],
    ['of negative places', { image: [-1] }, { name: 'RangeError' }],
    ['of an unknown dataset', { imgae: [0] }, { name: 'TypeError' }],
  ])('%s is refused', async (_, region, fault) => {
    await expect(scan({ region })).rejects.toMatchObject(fault);
  });
});
