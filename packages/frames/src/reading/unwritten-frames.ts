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
 * source files can be read, and is read once more then, because a source may just have appeared or got longer. A frame of
 * nothing but another fill value, which somebody chose so that it is no data, counts only when all files are closed. Elements
 * that cannot be compared with a fill value (text, compounds) count only when all source files can be read.
 *
 * @throws Hdf5Error `TRANSIENT_READ` for a frame that does not count; what `read` and a refresh throw.
 */
export async function readWritten<D extends Dtype>(
  dataset: Dataset<D>,
  run: PointRun,
  read: () => Promise<Slab<D>>,
): Promise<Slab<D>> {
  const slab = await read();
  const filled = filledFrames(dataset, run, slab);
  if (filled.length === 0) return slab;
  const isClosed = (await dataset.writerState()) === 'closed';
  const [missing] = isClosed ? [] : await dataset.unreadableSources();
  if (missing !== undefined) throw unwritten(dataset, filled[0], `its source ${missing} cannot be read yet`);
  // What was read may be older than what the files say of themselves.
  await dataset.refresh();
  const again = await read();
  const chosen = isClosed ? undefined : filledFrames(dataset, run, again).find(({ isChosen }) => isChosen);
  if (chosen !== undefined) throw unwritten(dataset, chosen, 'no source has it yet');
  return again;
}

function unwritten({ file, path }: Dataset, frame: FilledFrame | undefined, why: string): Hdf5Error {
  const index = frame?.index ?? 0;
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

interface FilledFrame {
  readonly index: number;
  /** Whether it holds a fill value that somebody chose. */
  readonly isChosen: boolean;
}

/** The frames whose elements are all the same, zero or the fill value of the dataset, or cannot be compared. */
function filledFrames(dataset: Dataset, run: PointRun, { dtype, data }: Slab): FilledFrame[] {
  const indices = Array.from({ length: run.count }, (_, place) => run.first + place * run.step);
  if (!isTyped(dtype)) return indices.map((index) => ({ index, isChosen: false }));
  const elements = data as TypedElements;
  const size = elements.length / run.count;
  return indices.flatMap((index, place) => {
    const [start, stop] = [place * size, (place + 1) * size];
    const value = elements[start];
    if (value === undefined || start === stop || !mayBeFill(value, dataset)) return [];
    let at = start + 1;
    while (at < stop && isSame(elements[at], value)) at++;
    return at === stop ? [{ index, isChosen: !isZero(value) }] : [];
  });
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
