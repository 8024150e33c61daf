import { Hdf5Error, isNumberDtype, shapeText, type DataOf, type Dataset, type Dtype, type Slab } from '@h5tail/adapter';
import { retryWhileGrowing, systemClock, unravelIndex, type Clock } from '@h5tail/follower';
import { requireFit } from './fit-to-scan.js';
import { pointSlice, type Frame } from './frame.js';
import { positionInRun, type PointRun } from './points/point-run.js';
import { DatasetReader } from './reading/dataset-reader.js';
import { requireRegion, type Region } from './reading/region.js';
import type { FillFrames } from './reading/unwritten-frames.js';

/** Options of a {@link FrameReader}. */
export interface FrameReaderOptions {
  /** Number of axes of the scan: the first ones of the dataset. The others are the frame's. */
  readonly scanRank: number;
  /**
   * Extents of the scan, best a follower's `maxShape`; `null` along an axis without a limit. They turn an index into a
   * position, because the extents of a dataset that is being written may still be narrower. Default: the dataset's
   * own maximum shape, and its current extents along fast axes without a limit.
   */
  readonly scanShape?: readonly (number | null)[];
  /** Part of each frame to read: one entry per axis of the frame. Default: everything. */
  readonly region?: Region;
  /** How long to wait for a frame that the extents do not cover yet, in milliseconds. Default: 2,000. */
  readonly retryBudgetMs?: number;
  /** As of a `DataSource`. Default: `wait`. */
  readonly fillFrames?: FillFrames;
  /** Default: `systemClock`. */
  readonly clock?: Clock;
}

/** Options of one {@link FrameReader.read}. */
export interface ReadFrameOptions<D extends Dtype = Dtype> {
  /** Array to fill instead of a fresh one; see `ReadOptions.into` of the adapter. */
  readonly into?: DataOf<D>;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Whether to refresh the dataset first. Default: if the index is beyond all that were read since the last refresh;
   * with points read in the order in which they become ready this is all it takes.
   */
  readonly refresh?: boolean;
  /** Position of the point, where the caller knows it better than `scanShape` does. */
  readonly position?: readonly number[];
}

/**
 * Reads single frames of a dataset that another process writes.
 *
 * Read a frame after its key was seen, not before. Then the frame was flushed, and the refresh in here shows it.
 *
 * @example
 * ```ts
 * const reader = new FrameReader(await file.dataset('/entry/data/frames', 'uint16'), { scanRank: 2, scanShape: [3, 4] });
 * const { data, position } = await reader.read(7); // Uint16Array, [1, 3]
 * ```
 */
export class FrameReader<D extends Dtype = Dtype> {
  readonly dataset: Dataset<D>;
  readonly scanRank: number;
  readonly #reader: DatasetReader<D>;
  readonly #scanShape: readonly (number | null)[] | undefined;
  readonly #retryBudgetMs: number;
  readonly #clock: Clock;
  #freshThrough = -1;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where the dataset cannot hold frames of this scan, `NULL_DATASPACE`, `OUT_OF_RANGE`
   * for a region outside of a frame.
   * @throws RangeError for a rank or a budget that is none.
   */
  constructor(dataset: Dataset<D>, options: FrameReaderOptions) {
    const { scanRank, scanShape, region = [], retryBudgetMs = 2000, fillFrames = 'wait', clock } = options;
    if (!Number.isSafeInteger(scanRank) || scanRank < 0) throw new RangeError(`scanRank ${scanRank} is not a rank`);
    if (!(retryBudgetMs >= 0)) throw new RangeError(`retryBudgetMs ${retryBudgetMs} is not 0 or more`);
    if (scanShape !== undefined && scanShape.length < scanRank) {
      throw new RangeError(`scanShape ${shapeText(scanShape)} has fewer axes than scanRank ${scanRank}`);
    }
    requireFit(dataset, { rank: scanRank, shape: scanShape?.slice(0, scanRank), source: 'this reader' });
    requireRegion(dataset, scanRank, region);
    this.dataset = dataset;
    this.scanRank = scanRank;
    this.#reader = new DatasetReader(dataset, scanRank, region, fillFrames);
    this.#scanShape = scanShape;
    this.#retryBudgetMs = retryBudgetMs;
    this.#clock = clock ?? systemClock;
  }

  /** Extents of a frame, or of the region that is read of it, as of the last refresh. */
  get frameShape(): readonly number[] {
    return this.#reader.frameShape;
  }

  /**
   * Reads the frame of a point.
   *
   * @throws Hdf5Error `OUT_OF_RANGE` if the dataset can never hold it; `TRANSIENT_READ` if the extents do not cover it
   * within the retry budget; whatever else the refresh or the read throws.
   * @throws RangeError if there is no such index.
   */
  async read(index: number, options: ReadFrameOptions<D> = {}): Promise<Frame<D>> {
    const { into, signal } = options;
    return this.#whenFresh(index, index, options, async (position) => {
      const run = { first: index, step: 1, count: 1, position };
      const { dtype, shape, data } = await this.#reader.read(run, { signal, ...(into === undefined ? {} : { into }) });
      return { dtype, shape: shape.slice(1), data, index, position, slice: pointSlice(position) };
    });
  }

  /**
   * Reads the frames of points that lie next to each other along the fastest axis of the scan, in one read.
   *
   * @param count Number of points, at least one. Fewer frames are returned where the extents end before.
   * @throws As {@link FrameReader.read} does for the first of them.
   */
  async readRun(index: number, count: number, options: Omit<ReadFrameOptions<D>, 'into'> = {}): Promise<Frame<D>[]> {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`count ${count} is not a whole number above 0`);
    const { signal } = options;
    return this.#whenFresh(index, index + count - 1, options, async (position) => {
      const fast = position.at(-1) ?? 0;
      const there = Math.max(1, Math.min(count, (this.dataset.shape?.[this.scanRank - 1] ?? 0) - fast));
      const run = { first: index, step: 1, count: there, position };
      if (isNumberDtype(this.dataset.dtype)) return splitRun(await this.#reader.read(run, { signal }), run);
      const frames: Frame<D>[] = [];
      for (let place = 0; place < there; place++) {
        const one = { first: index + place, step: 1, count: 1, position: positionInRun(run, place) };
        frames.push(...splitRun(await this.#reader.read(one, { signal }), one));
      }
      return frames;
    });
  }

  /** Refreshes if it has to, and reads; again while the first frame is not there. */
  async #whenFresh<Result>(
    index: number,
    last: number,
    { refresh, signal, position: known }: ReadFrameOptions<D>,
    read: (position: readonly number[]) => Promise<Result>,
  ): Promise<Result> {
    const refreshFirst = refresh ?? last > this.#freshThrough;
    return retryWhileGrowing(
      async (number) => {
        if (refreshFirst || number > 0) {
          await this.dataset.refresh();
          this.#freshThrough = Math.max(last, this.#freshThrough);
        }
        return read(known ?? this.#positionOf(index));
      },
      { budgetMs: this.#retryBudgetMs, clock: this.#clock, signal },
    );
  }

  #positionOf(index: number): number[] {
    const { maxShape, shape } = this.dataset;
    const extents = Array.from({ length: this.scanRank }, (_, axis) => {
      if (axis === 0) return null;
      return this.#scanShape?.[axis] ?? maxShape?.[axis] ?? shape?.[axis] ?? 0;
    });
    if (!extents.includes(0)) return unravelIndex(index, extents);
    throw new Hdf5Error('TRANSIENT_READ', `frame ${index} is not there yet: the dataset is empty`, {
      file: this.dataset.file.path,
      object: this.dataset.path,
      index,
      remedy: 'The writer must flush a frame before its key',
    });
  }
}

/** Cuts a slab whose first axis is the run into frames with arrays of their own. */
function splitRun<D extends Dtype>({ dtype, shape: [count = 0, ...shape], data }: Slab<D>, run: PointRun): Frame<D>[] {
  const elements = data as unknown as Uint8Array;
  const size = elements.length / Math.max(count, 1);
  return Array.from({ length: count }, (_, place) => {
    const own = count === 1 ? data : (elements.slice(place * size, (place + 1) * size) as unknown as DataOf<D>);
    const position = positionInRun(run, place);
    return { dtype, shape, data: own, index: run.first + place, position, slice: pointSlice(position) };
  });
}
