import { Hdf5Error, isHdf5Error, isNumberDtype, type Dataset, type Dtype, type Slab } from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';
import type { TypedElements } from './typed-elements.js';

/** What a frame of nothing but the fill value is taken for, where it comes through a virtual dataset. */
export type FillFrames = 'wait' | 'read';

/** How often in a row a frame is read as zeros before they count: with the pauses of a retry some sixty milliseconds. */
const readsToCount = 7;

/**
 * Reads frames of a virtual dataset and makes sure of those that hold nothing but a fill value.
 *
 * HDF5 does not tell a source that it cannot open, that is shorter than the virtual dataset, or of which it knows an older
 * state, from one whose elements were never written: all of them read as fill values, without an error.
 *
 * - A frame of nothing but zeros counts when all source files can be read and it stays so over several reads; then those
 *   right behind it count at once, until a frame comes that is not of zeros.
 * - One of nothing but another fill value, which somebody chose so that it is no data, counts only when all files are closed.
 * - Elements that cannot be compared with a fill value (text, compounds) count when all source files can be read.
 */
export class WrittenFrames<D extends Dtype> {
  readonly #dataset: Dataset<D>;
  #zeros = { index: -1, reads: 0 };
  #zerosCount = false;

  constructor(dataset: Dataset<D>) {
    this.#dataset = dataset;
  }

  /** @throws Hdf5Error `TRANSIENT_READ` for a frame that does not count; what `read` and a refresh throw. */
  async read(run: PointRun, read: () => Promise<Slab<D>>): Promise<Slab<D>> {
    const dataset = this.#dataset;
    const slab = await read();
    const [first] = filledFrames(dataset, run, slab);
    if (first === undefined) {
      this.#zerosCount = false;
      return slab;
    }
    if ((await dataset.writerState()) === 'closed') {
      // What was read may be older than what the files say of themselves.
      await dataset.refresh();
      return read();
    }
    const [missing] = await dataset.unreadableSources();
    if (missing !== undefined) throw unwritten(dataset, first.index, `its source ${missing} cannot be read yet`);
    await dataset.refresh();
    const again = await read();
    this.#judge(filledFrames(dataset, run, again));
    return again;
  }

  #judge(filled: readonly FilledFrame[]): void {
    const chosen = filled.find(({ kind }) => kind === 'chosen');
    if (chosen !== undefined) throw unwritten(this.#dataset, chosen.index, 'no source has it yet');
    const zeros = filled.find(({ kind }) => kind === 'zeros');
    if (zeros === undefined || this.#zerosCount) return;
    const reads = this.#zeros.index === zeros.index ? this.#zeros.reads + 1 : 1;
    this.#zeros = { index: zeros.index, reads };
    if (reads < readsToCount) throw unwritten(this.#dataset, zeros.index, 'it is read once more to make sure');
    this.#zerosCount = true;
  }
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

interface FilledFrame {
  readonly index: number;
  /** Zeros, a fill value that somebody chose, or elements that cannot be compared with one. */
  readonly kind: 'zeros' | 'chosen' | 'unknown';
}

/** The frames whose elements are all the same, zero or the fill value of the dataset, or cannot be compared. */
function filledFrames(dataset: Dataset, run: PointRun, { dtype, data }: Slab): FilledFrame[] {
  const indices = Array.from({ length: run.count }, (_, place) => run.first + place * run.step);
  if (!isNumberDtype(dtype)) return indices.map((index) => ({ index, kind: 'unknown' as const }));
  const elements = data as TypedElements;
  const size = elements.length / run.count;
  return indices.flatMap((index, place) => {
    const [start, stop] = [place * size, (place + 1) * size];
    const value = elements[start];
    if (value === undefined || start === stop || !mayBeFill(value, dataset)) return [];
    let at = start + 1;
    while (at < stop && isSame(elements[at], value)) at++;
    return at === stop ? [{ index, kind: isZero(value) ? ('zeros' as const) : ('chosen' as const) }] : [];
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
