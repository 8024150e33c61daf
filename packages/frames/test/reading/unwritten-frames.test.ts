import { dtypes, Hdf5Error, type AnyData, type Dataset, type Dtype, type WriterState } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import type { PointRun } from '../../src/points/point-run.js';
import { sourceBeingMade, WrittenFrames } from '../../src/reading/unwritten-frames.js';

interface Told {
  readonly isVirtual?: boolean;
  readonly fillValue?: number | bigint | string;
  readonly writer?: WriterState;
  readonly missing?: readonly string[];
  readonly onRefresh?: () => void;
}

/** What is looked at of a dataset. */
function dataset(told: Told): Dataset {
  const { isVirtual = true, fillValue, writer = 'swmr-writing', missing = [], onRefresh } = told;
  const looked = {
    path: '/data',
    isVirtual,
    file: { path: '/scan.h5' },
    writerState: async () => writer,
    unreadableSources: async () => missing,
    refresh: async () => onRefresh?.(),
    ...(fillValue === undefined ? {} : { fillValue }),
  };
  return looked as unknown as Dataset;
}

const gone = { missing: ['/source-1.h5'] };

/** As a source reads: again and again while the fault may pass, up to ten times. */
async function readPatiently<Read>(told: Told, run: PointRun, read: () => Promise<Read>): Promise<Read> {
  const frames = new WrittenFrames(dataset(told));
  for (let attempt = 1; ; attempt++) {
    try {
      return (await frames.read(run, read as () => Promise<never>)) as Read;
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

/** Index of the frame that is refused, of points 10, 12, 14, …; nothing where none is. */
async function refusedFrame(told: Told, data: AnyData, count: number, dtype: Dtype = dtypes.int32): Promise<unknown> {
  const run = { first: 10, step: 2, count, position: [10] };
  try {
    const slab = { dtype, shape: [count], data };
    expect(await readPatiently(told, run, async () => slab)).toBe(slab);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'TRANSIENT_READ', object: '/data', file: '/scan.h5' });
    return (error as Hdf5Error).index;
  }
}

describe('frames of nothing but zeros', () => {
  const zeros = Int32Array.of(1, 2, 0, 0, 0, 3);

  it('are not there yet while a source file cannot be read', async () => {
    expect(await refusedFrame(gone, zeros, 3)).toBe(12);
    expect(await refusedFrame(gone, Int32Array.of(0, 1, 2, 0), 2)).toBeUndefined();
    expect(await refusedFrame(gone, BigInt64Array.of(0n, 0n), 1, dtypes.int64)).toBe(10);
    expect(await refusedFrame(gone, Float64Array.of(4, 0), 2, dtypes.float64)).toBe(12);
  });

  it('are data where all source files can be read, also after they were read once more', async () => {
    expect(await refusedFrame({}, zeros, 3)).toBeUndefined();
    expect(await refusedFrame({ fillValue: 0 }, zeros, 3)).toBeUndefined();
  });

  it('count only when they stay over several reads, then those behind them at once', async () => {
    const run = (first: number) => ({ first, step: 1, count: 1, position: [first] });
    const slab = (...values: number[]) => ({ dtype: dtypes.int32, shape: [1, 2], data: Int32Array.from(values) });
    const frames = new WrittenFrames(dataset({}));
    const times = async (first: number, ...values: number[]): Promise<number> => {
      for (let attempt = 1; ; attempt++) {
        const isRead = await frames.read(run(first), async () => slab(...values)).catch(() => undefined);
        if (isRead !== undefined) return attempt;
      }
    };
    expect([await times(0, 0, 0), await times(1, 0, 0), await times(2, 7, 8), await times(3, 0, 0)]).toEqual([
      7, 1, 1, 7,
    ]);
  });

  it('are read once more after a refresh, because a source may just have appeared', async () => {
    const steps: string[] = [];
    const run = { first: 0, step: 1, count: 1, position: [0] };
    const frames = [Int32Array.of(0, 0), Int32Array.of(7, 8)];
    const read = async () => {
      steps.push('read');
      return { dtype: dtypes.int32, shape: [1, 2], data: frames.shift() as Int32Array };
    };
    const { data } = await new WrittenFrames(dataset({ onRefresh: () => steps.push('refresh') })).read(run, read);
    expect(data).toEqual(Int32Array.of(7, 8));
    expect(steps).toEqual(['read', 'refresh', 'read']);
  });
});

describe('frames of nothing but a fill value that somebody chose', () => {
  it('are not there yet, whether or not the source files can be read', async () => {
    const frames = Int32Array.of(1, 2, -1, 4, -1, -1, 7, 8);
    expect(await refusedFrame({ fillValue: -1 }, frames, 4)).toBe(14);
    expect(await refusedFrame({ fillValue: -1, ...gone }, frames, 4)).toBe(14);
    expect(await refusedFrame({ fillValue: -1n }, BigInt64Array.of(3n, 3n, -1n, -1n), 2, dtypes.int64)).toBe(12);
    expect(await refusedFrame({ fillValue: NaN }, Float64Array.of(1, NaN, NaN, NaN), 2, dtypes.float64)).toBe(12);
  });

  it('are not frames of another value', async () => {
    expect(await refusedFrame({ fillValue: -1 }, Int32Array.of(-1, 0, 0, -1, 5, 5), 3)).toBeUndefined();
    expect(await refusedFrame(gone, Int32Array.of(-1, -1, 5, 5), 2)).toBeUndefined();
  });
});

describe('frames that cannot be compared with a fill value', () => {
  it('are not there yet while a source file cannot be read', async () => {
    expect(await refusedFrame(gone, ['a', 'b'], 2, dtypes.fixedString(4))).toBe(10);
    expect(await refusedFrame({}, ['a', 'b'], 2, dtypes.fixedString(4))).toBeUndefined();
  });
});

describe('a batch with several frames of fill values', () => {
  const run = { first: 0, step: 1, count: 2, position: [0] };
  const slabs = (...datas: number[][]) => {
    const left = datas.map((data) => ({ dtype: dtypes.int32, shape: [2], data: Int32Array.from(data) }));
    return async () => left.shift() as (typeof left)[0];
  };

  it('is judged as a whole: a frame of zeros, which counts, does not let another one pass', async () => {
    const told = { fillValue: -1 };
    await expect(new WrittenFrames(dataset(told)).read(run, slabs([0, -1], [0, -1]))).rejects.toMatchObject({
      index: 1,
    });
  });

  it('is judged as it was read last', async () => {
    const told = { fillValue: -1 };
    const { data } = await new WrittenFrames(dataset(told)).read(run, slabs([4, -1], [4, 5]));
    expect(data).toEqual(Int32Array.of(4, 5));
    await expect(new WrittenFrames(dataset(told)).read(run, slabs([0, 3], [-1, 3]))).rejects.toMatchObject({
      index: 0,
    });
  });

  it('is read once more where the files were closed meanwhile', async () => {
    const told = { fillValue: -1, writer: 'closed' as const };
    const { data } = await new WrittenFrames(dataset(told)).read(run, slabs([-1, -1], [3, 4]));
    expect(data).toEqual(Int32Array.of(3, 4));
  });
});

describe('frames that are taken as they are', () => {
  it('are those of closed files, and without elements', async () => {
    const zeros = new Int32Array(4);
    expect(await refusedFrame({ writer: 'closed', ...gone }, zeros, 2)).toBeUndefined();
    expect(await refusedFrame(gone, new Int32Array(0), 2)).toBeUndefined();
  });

  it('are not those of files that do not tell of their writer', async () => {
    for (const writer of ['unknown', 'writing'] as const) {
      expect(await refusedFrame({ writer, ...gone }, new Int32Array(4), 2)).toBe(10);
    }
  });
});

describe('a source file that is being made', () => {
  const notHdf5 = new Hdf5Error('NOT_HDF5', 'no signature', { file: '/scan.h5', object: '/data' });

  it('is a fault that passes, of a virtual dataset', () => {
    expect(sourceBeingMade(dataset({}), notHdf5)).toMatchObject({
      code: 'TRANSIENT_READ',
      retryable: true,
      cause: notHdf5,
    });
    expect(sourceBeingMade(dataset({ isVirtual: false }), notHdf5)).toBe(notHdf5);
  });

  it('leaves other faults as they are', () => {
    const other = new Hdf5Error('CORRUPT_FILE', 'torn', { file: '/scan.h5' });
    expect(sourceBeingMade(dataset({}), other)).toBe(other);
  });
});
