import { dtypes, Hdf5Error, type AnyData, type Dataset, type Dtype, type WriterState } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { requireNotUnwritten, sourceBeingMade } from '../../src/reading/unwritten-frames.js';

interface Told {
  readonly isVirtual?: boolean;
  readonly fillValue?: number | bigint | string;
  readonly readFillValue?: boolean;
  readonly writer?: WriterState;
}

/** What is looked at of a dataset. */
function dataset({ isVirtual = true, fillValue, readFillValue = true, writer = 'swmr-writing' }: Told): Dataset {
  const told = {
    path: '/data',
    isVirtual,
    file: { path: '/scan.h5', adapter: { capabilities: { readFillValue } } },
    writerState: async () => writer,
    ...(fillValue === undefined ? {} : { fillValue }),
  };
  return told as unknown as Dataset;
}

async function refusedFrame(told: Told, data: AnyData, count: number, dtype: Dtype = dtypes.int32): Promise<unknown> {
  const run = { first: 10, step: 2, count, position: [10] };
  try {
    await requireNotUnwritten(dataset(told), run, { dtype, shape: [count], data });
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'TRANSIENT_READ', object: '/data', file: '/scan.h5' });
    return (error as Hdf5Error).index;
  }
}

describe('frames that may be unwritten', () => {
  it('are the first that holds nothing but the fill value, and then nothing but zeros', async () => {
    const told = { fillValue: -1 };
    expect(await refusedFrame(told, Int32Array.of(1, 2, -1, 4, -1, -1, 7, 8), 4)).toBe(14);
    expect(await refusedFrame(told, Int32Array.of(1, 2, 0, 0), 2)).toBe(12);
    expect(await refusedFrame(told, Int32Array.of(-1, 0, 0, -1, 5, 5), 3)).toBeUndefined();
    expect(await refusedFrame({}, Int32Array.of(-1, -1, 5, 5), 2)).toBeUndefined();
  });

  it('are found in numbers of all kinds', async () => {
    const wide = BigInt64Array.of(3n, 3n, -1n, -1n);
    expect(await refusedFrame({ fillValue: -1n }, wide, 2, dtypes.int64)).toBe(12);
    expect(await refusedFrame({}, BigInt64Array.of(0n, 0n), 1, dtypes.int64)).toBe(10);
    expect(await refusedFrame({ fillValue: NaN }, Float64Array.of(1, NaN, NaN, NaN), 2, dtypes.float64)).toBe(12);
    expect(await refusedFrame({}, ['', ''], 2, dtypes.fixedString(4))).toBeUndefined();
  });

  it('are all whose elements are the same, where the fill value cannot be told; of single numbers the zeros', async () => {
    const told = { readFillValue: false };
    expect(await refusedFrame(told, Int32Array.of(1, 2, 5, 5), 2)).toBe(12);
    expect(await refusedFrame(told, Int32Array.of(1, 2, 5, 6), 2)).toBeUndefined();
    expect(await refusedFrame(told, Int32Array.of(5, 0), 2)).toBe(12);
    expect(await refusedFrame(told, Int32Array.of(5, -1), 2)).toBeUndefined();
  });

  it('are data where the dataset is not virtual, and where all of its files are closed', async () => {
    const zeros = new Int32Array(4);
    expect(await refusedFrame({ isVirtual: false }, zeros, 2)).toBeUndefined();
    expect(await refusedFrame({ writer: 'closed' }, zeros, 2)).toBeUndefined();
    expect(await refusedFrame({ writer: 'unknown' }, zeros, 2)).toBe(10);
    expect(await refusedFrame({ writer: 'writing' }, zeros, 2)).toBe(10);
  });

  it('have no elements', async () => {
    expect(await refusedFrame({}, new Int32Array(0), 2)).toBeUndefined();
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
