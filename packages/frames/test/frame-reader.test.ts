import { dtypes, Hdf5Error } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { FrameReader } from '@h5tail/frames';
import { SimulatedClock } from '../../follower/test/simulated-clock.js';
import { upTo } from '../../follower/test/number-lists.js';

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

describe('FrameReader', () => {
  it.each<[number[], number]>([
    [[10], 1],
    [[10, 10], 1],
    [[10, 10, 20], 1],
    [[3, 10, 10, 20], 2],
    [[2, 3, 4], 3],
  ])('reads the consecutive numbers of each frame of %j, rank %i', async (shape, scanRank) => {
    const live = await MemoryScan.create({ data: { shape } });
    await live.fill('data', upTo(sizeOf(shape)));
    const reader = new FrameReader(await live.dataset('data'), { scanRank });
    const frameShape = shape.slice(scanRank);
    const frameSize = sizeOf(frameShape);
    for (let index = 0; index < sizeOf(shape.slice(0, scanRank)); index++) {
      const frame = await reader.read(index);
      expect(frame.shape).toEqual(frameShape);
      expect(frame.data).toEqual(Int32Array.from(upTo(frameSize), (i) => index * frameSize + i));
      expect(frame.index).toBe(index);
    }
    expect(reader.frameShape).toEqual(frameShape);
  });

  it('tells position and slice', async () => {
    const live = await MemoryScan.create({ data: { shape: [3, 10, 10, 20] } });
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 2 });
    const { position, slice, shape, dtype } = await reader.read(15);
    expect({ position, slice, shape, dtype }).toEqual({
      position: [1, 5],
      slice: [
        [1, 2],
        [5, 6],
      ],
      shape: [10, 20],
      dtype: dtypes.int32,
    });
  });

  it('takes the whole dataset as the one frame of a scan of rank 0', async () => {
    const live = await MemoryScan.create({ data: { shape: [1, 2, 3] } });
    await live.fill('data', upTo(6));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 0 });
    const frame = await reader.read(0);
    expect([frame.shape, frame.data, frame.slice]).toEqual([[1, 2, 3], Int32Array.of(0, 1, 2, 3, 4, 5), []]);
    await expect(reader.read(1)).rejects.toThrow(RangeError);
  });

  it('reads frames of text', async () => {
    const data = ['a', 'b', 'c', 'd'];
    const live = await MemoryScan.create({ data: { shape: [2, 2], dtype: dtypes.fixedString(3), data } });
    const frame = await new FrameReader(await live.dataset('data'), { scanRank: 1 }).read(1);
    expect(frame.data).toEqual(['c', 'd']);
  });

  it('keeps the type of the dataset', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 2], dtype: dtypes.uint16 } });
    const reader = new FrameReader(await live.reader.dataset('data', 'uint16'), { scanRank: 1 });
    const data: Uint16Array = (await reader.read(1)).data;
    expect(data).toEqual(new Uint16Array(2));
  });

  it('fills the array that it is given', async () => {
    const live = await MemoryScan.create({ data: { shape: [3, 4] } });
    await live.fill('data', upTo(12));
    const reader = new FrameReader(await live.reader.dataset('data', 'int32'), { scanRank: 1 });
    const into = new Int32Array(4);
    expect((await reader.read(2, { into })).data).toBe(into);
    expect(into).toEqual(Int32Array.of(8, 9, 10, 11));
    await expect(reader.read(2, { into: new Int32Array(5) })).rejects.toMatchObject({ code: 'INVALID_DATA' });
  });
});

describe('positions', () => {
  it('go by the scan, not by the extents that the data have by now', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 2], maxShape: [2, 4] } });
    const clock = new SimulatedClock();
    clock.at(5, () => live.writeFrame('data', 3, [0, 3]));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 2, scanShape: [2, 4], clock });
    const frame = await reader.read(3);
    expect([frame.position, frame.data]).toEqual([[0, 3], framePattern(3, [], 'int32')]);
  });

  it('go by the maximum shape of the data where no scan is given', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 2], maxShape: [null, 4] } });
    const clock = new SimulatedClock();
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 2, clock });
    clock.at(5, () => live.writeFrame('data', 3, [0, 3]));
    expect((await reader.read(3)).position).toEqual([0, 3]);
  });

  it('go by the current extents along a fast axis that nothing limits', async () => {
    const live = await MemoryScan.create({ data: { shape: [0, 0], maxShape: [null, null] } });
    const clock = new SimulatedClock();
    clock.at(5, () => live.writeFrame('data', 5, [1, 3]));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 2, clock });
    expect((await reader.read(5)).position).toEqual([1, 1]);
  });

  it('are those that the caller knows better', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 2] } });
    await live.fill('data', [1, 2, 3, 4]);
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 2 });
    expect((await reader.read(7, { position: [1, 0] })).data).toEqual(Int32Array.of(3));
  });

  it.each([-1, 0.5, NaN])('do not exist for the index %d', async (index) => {
    const live = await MemoryScan.create({ data: { shape: [2, 2] } });
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1 });
    await expect(reader.read(index)).rejects.toThrow(RangeError);
  });
});

describe('a frame that is not there yet', () => {
  it('is waited for and read', async () => {
    const live = await MemoryScan.create({ data: { shape: [0, 3], maxShape: [null, 3] } });
    const clock = new SimulatedClock();
    clock.at(100, () => live.writeFrame('data', 4, [4]));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock });
    expect((await reader.read(4)).data).toEqual(framePattern(4, [3], 'int32'));
    expect(clock.sleeps.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(clock.now()).toBeLessThanOrEqual(164);
  });

  it('is a retryable fault that names dataset and index when the budget is spent', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 3], maxShape: [null, 3] } });
    const clock = new SimulatedClock();
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock });
    await expect(reader.read(4)).rejects.toMatchObject({
      code: 'TRANSIENT_READ',
      retryable: true,
      file: '/scan.h5',
      object: '/data',
      index: 4,
    });
    expect(clock.now()).toBe(2000);
    await expect(
      new FrameReader(await live.dataset('data'), { scanRank: 1, clock, retryBudgetMs: 10 }).read(4),
    ).rejects.toMatchObject({ code: 'TRANSIENT_READ' });
    expect(clock.now()).toBe(2010);
  });

  it('is OUT_OF_RANGE at once where the maximum shape has no room for it', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 3], maxShape: [4, 3] } });
    const clock = new SimulatedClock();
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock });
    await expect(reader.read(4)).rejects.toMatchObject({ code: 'OUT_OF_RANGE', object: '/data', index: 4 });
    expect(clock.sleeps).toEqual([]);
  });

  it('survives reads and refreshes that fail for the moment', async () => {
    const faults = ['TRANSIENT_READ', 'NOT_SWMR_READABLE', 'TRANSIENT_READ'] as const;
    let calls = 0;
    const live = await MemoryScan.create(
      { data: { shape: [2, 3] } },
      {
        dataset: (dataset) => ({
          read: async (...parameters) => {
            const code = faults[calls++];
            if (code !== undefined) throw new Hdf5Error(code, 'made up');
            return dataset.read(...parameters);
          },
        }),
      },
    );
    await live.fill('data', upTo(6));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock: new SimulatedClock() });
    expect((await reader.read(1)).data).toEqual(Int32Array.of(3, 4, 5));
  });

  it('passes other faults on at once', async () => {
    const live = await MemoryScan.create({ data: { shape: [2, 3] } });
    const clock = new SimulatedClock();
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock });
    await live.reader.close();
    await expect(reader.read(1)).rejects.toMatchObject({ code: 'CLOSED' });
    expect(clock.sleeps).toEqual([]);
  });

  it('is given up with the signal', async () => {
    const live = await MemoryScan.create({ data: { shape: [0], maxShape: [null] } });
    const controller = new AbortController();
    const clock = new SimulatedClock();
    clock.at(50, () => controller.abort('enough'));
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1, clock });
    await expect(reader.read(0, { signal: controller.signal })).rejects.toBe('enough');
    await expect(reader.read(0, { signal: AbortSignal.abort('before') })).rejects.toBe('before');
  });
});

describe('refreshes', () => {
  it('come with each index beyond those known to be flushed, and not with earlier ones', async () => {
    const live = await MemoryScan.create({ data: { shape: [10] } });
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1 });
    const seen: number[] = [];
    for (const index of [0, 1, 5, 3, 5, 6]) {
      await reader.read(index);
      seen.push(live.counts.refreshes('/data'));
    }
    expect(seen).toEqual([1, 2, 3, 3, 3, 4]);
  });

  it('show what was flushed before, in preallocated data too', async () => {
    const live = await MemoryScan.create({ data: { shape: [3, 2] } });
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1 });
    for (const index of [0, 1, 2]) {
      await live.writeFrame('data', index, [index]);
      expect((await reader.read(index)).data).toEqual(framePattern(index, [2], 'int32'));
    }
  });

  it('come or do not come where the caller says so', async () => {
    const live = await MemoryScan.create({ data: { shape: [3, 2] } });
    const reader = new FrameReader(await live.dataset('data'), { scanRank: 1 });
    await live.writeFrame('data', 1, [1]);
    expect((await reader.read(1, { refresh: false })).data).toEqual(Int32Array.of(0, 0));
    expect((await reader.read(1, { refresh: true })).data).toEqual(framePattern(1, [2], 'int32'));
    expect(live.counts.refreshes('/data')).toBe(1);
  });
});

describe('what cannot be', () => {
  it.each<[string, number[], number, number[] | undefined]>([
    ['a dataset with fewer axes than the scan', [10], 2, undefined],
    ['fast extents that are not those of the scan', [4, 2], 2, [2, 4]],
    ['a slowest extent without room for the scan', [2], 1, [5]],
    ['fast extents of a third axis that are not', [2, 3, 4], 3, [2, 3, 5]],
  ])('is refused at construction: %s', async (_, shape, scanRank, scanShape) => {
    const live = await MemoryScan.create({ data: { shape } });
    const dataset = await live.dataset('data');
    const options = scanShape === undefined ? { scanRank } : { scanRank, scanShape };
    expect(() => new FrameReader(dataset, options)).toThrow(
      expect.objectContaining({ code: 'WRONG_SHAPE', object: '/data', remedy: expect.any(String) as string }),
    );
  });

  it('is not a larger slowest extent, nor an unlimited axis', async () => {
    const live = await MemoryScan.create({ data: { shape: [9, 1], maxShape: [9, null] } });
    const dataset = await live.dataset('data');
    expect(() => new FrameReader(dataset, { scanRank: 2, scanShape: [5, 4] })).not.toThrow();
  });

  it('is refused without a dataspace', async () => {
    const live = await MemoryScan.create({ data: { shape: null } });
    const dataset = await live.dataset('data');
    expect(() => new FrameReader(dataset, { scanRank: 0 })).toThrow(
      expect.objectContaining({ code: 'NULL_DATASPACE', remedy: expect.any(String) as string }),
    );
  });

  it.each([{ scanRank: -1 }, { scanRank: 1.5 }, { scanRank: 2, scanShape: [5] }])(
    'is a mistake of the caller: %j',
    async (options) => {
      const live = await MemoryScan.create({ data: { shape: [5, 5] } });
      const dataset = await live.dataset('data');
      expect(() => new FrameReader(dataset, options)).toThrow(RangeError);
    },
  );
});
