import { Hdf5Error, shapeText, type Dataset, type NumericArray } from '@h5tail/adapter';
import { boxInExtents, boxSize, forRowsOf } from './box-in-extents.js';
import { firstUncovered } from './first-uncovered.js';
import { firstZero, zerosFrom } from './first-zero.js';
import { linearRangeBoxes, type Box } from './linear-range-boxes.js';
import type { DiagnosticListener } from './follow-diagnostic.js';

const smallestWindow = 16;
/** 8 MiB of 64-bit keys. */
const largestWindow = 2 ** 20;

const noneSet = (): boolean => false;

/**
 * How far the keys of one dataset are set without a gap, and what it takes to get on from there.
 *
 * Keys before the frontier are never read again, and those behind it in windows that go by the progress made last, so
 * the number of elements read stays in proportion to the number of keys, preallocated datasets included.
 */
export class KeyFrontier {
  readonly dataset: Dataset;
  readonly #rank: number;
  readonly #report: DiagnosticListener;
  #start: number;
  #prefix: number;
  #unsetStop = 0;
  #window = smallestWindow;
  #cleared = -1;

  constructor(dataset: Dataset, rank: number, from: number, report: DiagnosticListener) {
    this.dataset = dataset;
    this.#rank = rank;
    this.#start = from;
    this.#prefix = from;
    this.#report = report;
  }

  /** Index of the first key that is not known to be set. */
  get prefix(): number {
    return this.#prefix;
  }

  /** Index up to which the last advance saw no key set from the prefix on. */
  get unsetStop(): number {
    return this.#unsetStop;
  }

  /** Current extents along the axes of the scan; zeros where there is nothing to read yet. */
  get extents(): readonly number[] {
    const shape = this.dataset.shape ?? [];
    const extents = shape.slice(0, this.#rank);
    return shape.slice(this.#rank).includes(0) ? extents.map(() => 0) : extents;
  }

  /** Starts over at an index; keys before it are not looked at. */
  reset(start: number): void {
    this.#start = start;
    this.#prefix = start;
    this.#window = smallestWindow;
  }

  /** Goes on behind a hole: the keys of `start` to `prefix - 1` were read set by {@link KeyFrontier.keepSet}. */
  skipTo(start: number, prefix: number): void {
    if (prefix <= this.#prefix) return;
    this.#start = start;
    this.#prefix = prefix;
    this.#window = smallestWindow;
  }

  /** Index behind the last point that the current extents cover, or more. */
  coveredStop(shape: readonly number[]): number {
    const { extents } = this;
    if (this.dataset.shape?.includes(0) !== false || shape.slice(1).includes(0)) return 0;
    return extents.length === 0 ? 1 : shape.slice(1).reduce((stop, extent) => stop * extent, extents[0] as number);
  }

  /**
   * Clears the marks of the points whose key is not set, and of those that the extents do not cover.
   *
   * @param marks One per point from `start` on.
   * @param shape Extents of the scan.
   */
  async keepSet(
    marks: Uint8Array,
    start: number,
    shape: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { extents } = this;
    let place = 0;
    for (const box of linearRangeBoxes(start, start + marks.length, shape)) {
      const size = boxSize(box);
      const part = boxInExtents(box, extents);
      const isSet = part === undefined ? noneSet : await this.#readSet(part, signal);
      const covered = new Uint8Array(size);
      if (part !== undefined) {
        forRowsOf(part, box, (inBox, inPart, length) => {
          for (let i = 0; i < length; i++) if (isSet(inPart + i)) covered[inBox + i] = 1;
        });
      }
      for (let i = 0; i < size; i++) if (covered[i] === 0) marks[place + i] = 0;
      place += size;
    }
  }

  /**
   * Refuses a dataset that has lost keys that were read: a writer that follows the rules takes none away, so it is another
   * dataset by now. Not so a virtual one, whose extents go back while one of its sources cannot be opened.
   *
   * @param shape Extents of the scan, as of the last {@link KeyFrontier.advance}.
   * @throws Hdf5Error `FILE_REPLACED`.
   */
  requireKept(shape: readonly number[]): void {
    if (this.dataset.isVirtual || this.#prefix === this.#start) return;
    if (firstUncovered(this.#start, shape, this.extents) >= this.#prefix) return;
    throw this.#writtenAnew(`its shape is ${shapeText(this.dataset.shape ?? [])} by now`);
  }

  /**
   * Reads on, from what the last refresh of the dataset saw, up to the first key that is not set.
   *
   * @param shape Extents of the scan.
   * @param target Index to stop before, because other keys allow no more.
   * @param writerLeft Whether a key that went back to zero means another scan.
   * @throws Hdf5Error `FILE_REPLACED`.
   */
  async advance(
    shape: readonly number[],
    target: number,
    writerLeft: boolean,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.#unsetStop = 0;
    if (this.dataset.shape?.includes(0) !== false) return;
    const before = this.#prefix;
    const stop = Math.min(target, firstUncovered(before, shape, this.extents));
    if (before >= stop) return;
    while (this.#prefix < stop) {
      const windowStop = Math.min(this.#prefix + this.#window, stop);
      const lookBack = this.#prefix === before && before > this.#start ? 1 : 0;
      this.#prefix = await this.#firstUnset(this.#prefix, windowStop, shape, lookBack, writerLeft, signal);
      if (this.#prefix < windowStop) break;
      this.#window = Math.min(2 * this.#window, largestWindow);
    }
    this.#fitWindow(this.#prefix - before);
  }

  /** One more than the progress, so that the next window ends with the first key that is not set. */
  #fitWindow(progress: number): void {
    const wanted = progress === 0 ? Math.floor(this.#window / 2) : progress + 1;
    this.#window = Math.min(Math.max(wanted, smallestWindow), largestWindow);
  }

  /**
   * First index in a range whose key is not set; `stop` if all are. `lookBack` reads one key more before the range, as a
   * cheap test of whether the writer keeps its word.
   */
  async #firstUnset(
    start: number,
    stop: number,
    shape: readonly number[],
    lookBack: number,
    writerLeft: boolean,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let first = await this.#scan(start - lookBack, stop, shape, signal);
    if (first < start) {
      // One key may be taken back. Two in a row, or a writer that was away, mean another scan under the same name.
      if (writerLeft || (await this.#isUnset(first - 1, shape, signal))) {
        throw this.#writtenAnew('that is not so any more');
      }
      this.#reportCleared(first);
      first = await this.#scan(start, stop, shape, signal);
    }
    return first;
  }

  async #isUnset(index: number, shape: readonly number[], signal: AbortSignal | undefined): Promise<boolean> {
    return index >= this.#start && (await this.#scan(index, index + 1, shape, signal)) === index;
  }

  /** Tells of each element of a hyperslab whether it is set. */
  async #readSet(box: Box, signal: AbortSignal | undefined): Promise<(place: number) => boolean> {
    const keys = await this.#read(box, signal);
    // Compared in this way NaN is set and -0 is not.
    return (place) => keys[place] !== 0 && keys[place] !== 0n;
  }

  async #read(box: Box, signal: AbortSignal | undefined): Promise<NumericArray> {
    const padding = (this.dataset.shape ?? []).slice(this.#rank).map(() => 0);
    const slab = await this.dataset.read([...box, ...padding], signal === undefined ? {} : { signal });
    return slab.data as NumericArray;
  }

  async #scan(start: number, stop: number, shape: readonly number[], signal: AbortSignal | undefined): Promise<number> {
    let index = start;
    for (const box of linearRangeBoxes(start, stop, shape)) {
      const keys = await this.#read(box, signal);
      const place = firstZero(keys);
      index += place;
      if (place === keys.length) continue;
      this.#unsetStop = index + zerosFrom(keys, place);
      break;
    }
    return index;
  }

  #writtenAnew(what: string): Hdf5Error {
    const message = `key ${this.#prefix - 1} was set, and ${what}: the file was written anew`;
    return new Hdf5Error('FILE_REPLACED', message, {
      file: this.dataset.file.path,
      object: this.dataset.path,
      remedy: 'Follow it anew',
    });
  }

  #reportCleared(index: number): void {
    if (index === this.#cleared) return;
    this.#cleared = index;
    this.#report({ kind: 'key-cleared', key: this.dataset.path, index });
  }
}
