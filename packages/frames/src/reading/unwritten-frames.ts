import { Hdf5Error, isHdf5Error, type Dataset, type Slab } from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';
import { isTyped, type TypedElements } from './typed-elements.js';

/** What a frame of nothing but the fill value is taken for, where it comes through a virtual dataset. */
export type FillFrames = 'wait' | 'read';

/**
 * Refuses frames of a virtual dataset that hold nothing but a fill value, unless all of its files are closed.
 *
 * HDF5 does not tell a source that it cannot open, or that is shorter than the virtual dataset, from one whose elements
 * were never written: all of them read as fill values, without an error. When the files are closed, what is there is
 * final, and fill values are data.
 *
 * @throws Hdf5Error `TRANSIENT_READ`.
 */
export async function requireNotUnwritten(dataset: Dataset, run: PointRun, slab: Slab): Promise<void> {
  if (!dataset.isVirtual || !isTyped(slab.dtype)) return;
  const place = firstUnwritten(slab.data as TypedElements, run.count, fillTest(dataset));
  if (place === undefined || (await dataset.writerState()) === 'closed') return;
  const index = run.first + place * run.step;
  throw new Hdf5Error('TRANSIENT_READ', `frame ${index} holds nothing but a fill value`, {
    file: dataset.file.path,
    object: dataset.path,
    index,
    remedy: 'Look whether all source files are there; where such frames are meant, give fillFrames: read',
  });
}

/**
 * The fault to tell of a read that failed. A source file of a virtual dataset is empty for a moment when its writer
 * creates it, which some backends tell as a file that is none of HDF5's; that passes.
 */
export function sourceBeingMade(dataset: Dataset, error: unknown): unknown {
  if (!dataset.isVirtual || !isHdf5Error(error) || error.code !== 'NOT_HDF5') return error;
  return new Hdf5Error('TRANSIENT_READ', 'a source file of the virtual dataset is empty, or none of HDF5', {
    file: dataset.file.path,
    object: dataset.path,
    details: error.details,
    cause: error,
    remedy: 'Look at its source files',
  });
}

/** Place of the first frame whose elements may all be unwritten; `undefined` where there is none. */
function firstUnwritten(data: TypedElements, count: number, mayBeFill: FillTest): number | undefined {
  const size = data.length / count;
  if (size === 0) return undefined;
  for (let place = 0; place < count; place++) {
    const [start, stop] = [place * size, (place + 1) * size];
    const value = data[start];
    if (!mayBeFill(value, size)) continue;
    let at = start + 1;
    while (at < stop && isSame(data[at], value)) at++;
    if (at === stop) return place;
  }
  return undefined;
}

/** Whether all elements of a frame of `size` elements having a value may mean that they are unwritten. */
type FillTest = (value: number | bigint | undefined, size: number) => boolean;

function fillTest({ fillValue, file }: Dataset): FillTest {
  if (fillValue === undefined && !file.adapter.capabilities.readFillValue) {
    // Of a single number nothing can be told.
    return (value, size) => size > 1 || isZero(value);
  }
  // The sources have fill values of their own, which are zero unless somebody chose another.
  return (value) => isZero(value) || (typeof fillValue !== 'string' && isSame(value, fillValue));
}

function isSame(a: number | bigint | undefined, b: number | bigint | undefined): boolean {
  // NaN is a fill value that people use.
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function isZero(value: number | bigint | undefined): boolean {
  return value === 0 || value === 0n;
}
