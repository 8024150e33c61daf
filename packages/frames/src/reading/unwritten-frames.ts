import { Hdf5Error, isHdf5Error, type Dataset, type Dtype, type Slab } from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';
import { isTyped, type TypedElements } from './typed-elements.js';

/** What a frame of nothing but the fill value is taken for, where it comes through a virtual dataset. */
export type FillFrames = 'wait' | 'read';

/**
 * Reads frames of a virtual dataset and makes sure of those that hold nothing but a fill value.
 *
 * HDF5 does not tell a source that it cannot open, or that is shorter than the virtual dataset, from one whose elements
 * were never written: all of them read as fill values, without an error. So a frame of nothing but zeros counts only when all
 * source files can be read, and then it is read once more, because a source may just have appeared. A frame of nothing but
 * another fill value, which somebody chose so that it is no data, counts only when all files are closed: then what is there
 * is final.
 *
 * @throws Hdf5Error `TRANSIENT_READ` for a frame that does not count; what `read` and a refresh throw.
 */
export async function readWritten<D extends Dtype>(
  dataset: Dataset<D>,
  run: PointRun,
  read: () => Promise<Slab<D>>,
): Promise<Slab<D>> {
  const slab = await read();
  const filled = firstFilled(dataset, run, slab);
  if (filled === undefined || (await dataset.writerState()) === 'closed') return slab;
  const [missing] = await dataset.unreadableSources();
  if (missing !== undefined) throw unwritten(dataset, filled.index, `its source ${missing} cannot be read yet`);
  if (!isZero(filled.value)) throw unwritten(dataset, filled.index, 'no source has it yet');
  await dataset.refresh();
  return read();
}

function unwritten({ file, path }: Dataset, index: number, why: string): Hdf5Error {
  return new Hdf5Error('TRANSIENT_READ', `frame ${index} holds nothing but a fill value: ${why}`, {
    file: file.path,
    object: path,
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

/** The first frame whose elements are all the same, zero or the fill value of the dataset. */
function firstFilled(dataset: Dataset, run: PointRun, { dtype, data }: Slab): FilledFrame | undefined {
  if (!dataset.isVirtual || !isTyped(dtype)) return undefined;
  const elements = data as TypedElements;
  const size = elements.length / run.count;
  if (size === 0) return undefined;
  for (let place = 0; place < run.count; place++) {
    const [start, stop] = [place * size, (place + 1) * size];
    const value = elements[start];
    if (value === undefined || !mayBeFill(value, dataset)) continue;
    let at = start + 1;
    while (at < stop && isSame(elements[at], value)) at++;
    if (at === stop) return { index: run.first + place * run.step, value };
  }
  return undefined;
}

interface FilledFrame {
  readonly index: number;
  readonly value: number | bigint;
}

/** The sources have fill values of their own, which are zero unless somebody chose another. */
function mayBeFill(value: number | bigint, { fillValue }: Dataset): boolean {
  return isZero(value) || (typeof fillValue !== 'string' && isSame(value, fillValue));
}

function isSame(a: number | bigint | undefined, b: number | bigint | undefined): boolean {
  // NaN is a fill value that people use.
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function isZero(value: number | bigint): boolean {
  return value === 0 || value === 0n;
}
