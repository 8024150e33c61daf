import { KeyFollower, type FollowEnd, type ReadyRange } from '@h5tail/follower';
import type { DataSourceOptions, InterleavedByName, SourceDatasets } from './data-source-options.js';
import type { DatasetsByName } from './frames-by-name.js';
import { cutIntoRuns, type RunLimits } from './points/cut-into-runs.js';
import { cutPoints, wholeBatches } from './points/cut-points.js';
import { NewestPoint } from './points/newest-point.js';
import type { PointRun } from './points/point-run.js';
import { PointSelection } from './points/point-selection.js';
import type { BatchCutter, BatchIterator } from './reading/batch-iterator.js';
import { framesPerChunk, runLimits } from './reading/batch-limits.js';
import { createReaders } from './reading/create-readers.js';
import { FrameIterations } from './reading/frame-iterations.js';
import type { RunReader } from './reading/run-reader.js';
import type { PointBatch, ScanPoint, SlabsByName } from './scan-point.js';

/**
 * Follows a scan and reads its frames: one item per point, in order, each once, with values that the writer has flushed.
 *
 * @example
 * ```ts
 * const source = new DataSource({
 *   keys: [await file.dataset('/entry/keys')],
 *   datasets: { image: await file.dataset('/entry/data/frames', 'uint16') },
 * });
 * for await (const { index, frames } of source) show(index, frames.get('image').data); // Uint16Array
 * source.end?.reason;
 * ```
 */
export class DataSource<
  Datasets extends DatasetsByName = DatasetsByName,
  Interleaved extends InterleavedByName = InterleavedByName,
> implements AsyncIterable<ScanPoint<SourceDatasets<Datasets, Interleaved>>> {
  /**
   * The follower underneath: how far the scan is, its shape, `notify()`, `status()`. Do not iterate it yourself. Its
   * `position` is behind all that is being read.
   */
  readonly follower: KeyFollower;
  readonly #options: DataSourceOptions<Datasets, Interleaved>;
  readonly #readers: ReadonlyMap<string, RunReader>;
  readonly #selection: PointSelection;
  readonly #iterations: FrameIterations;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` naming both datasets where keys and data are not of one scan; `WRONG_DTYPE` where
   * interleaved datasets differ; `OUT_OF_RANGE` for a region outside of a frame; see also {@link KeyFollower}.
   * @throws TypeError without a dataset; RangeError for a number that makes no sense.
   */
  constructor(options: DataSourceOptions<Datasets, Interleaved>) {
    this.follower = new KeyFollower(options);
    this.#options = options;
    const { scanRank, maxShape } = this.follower;
    const { keys, datasets = {}, interleaved = {}, every = 1, partition } = options;
    const source = `the key dataset${keys.length > 1 ? 's' : ''} ${keys.map(({ path }) => path).join(', ')}`;
    this.#readers = createReaders({ rank: scanRank, maxShape, source }, datasets, interleaved, options);
    const block = framesPerChunk(this.#readers.values(), scanRank);
    this.#selection = new PointSelection(every, { index: 0, count: 1, block, ...partition });
    this.#iterations = new FrameIterations(this.follower, this.#readers, options);
  }

  /** Why the last iteration ended; `undefined` while it has not. */
  get end(): FollowEnd | undefined {
    return this.follower.end;
  }

  /**
   * Starts over at an index, also in the middle of an iteration; see {@link KeyFollower.reset}.
   *
   * @throws Hdf5Error `BUSY` while a call is pending; RangeError.
   */
  reset(from = 0): void {
    this.#iterations.reset(from);
  }

  /**
   * Points in order. After a fault the next iteration begins with the point that could not be read, so nothing is lost.
   *
   * @throws Hdf5Error `BUSY` for a second `next()` while one is pending; what {@link KeyFollower} and
   * {@link FrameReader.read} throw.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ScanPoint<SourceDatasets<Datasets, Interleaved>>> {
    const isShared = this.#options.memory === 'reused';
    const cutter = cutPoints(this.follower.maxShape, isShared);
    const points = this.#iterate(cutter, { isCopied: !isShared, isShared });
    return points as AsyncIterableIterator<ScanPoint<SourceDatasets<Datasets, Interleaved>>>;
  }

  /**
   * The same points, as many together as one read takes: the fastest way to small frames. A batch holds 1 MiB or one point,
   * or one chunk where chunks are compressed; points of a batch lie in one row of the scan.
   *
   * @throws As iterating the source does.
   */
  batches(): AsyncIterableIterator<PointBatch<SourceDatasets<Datasets, Interleaved>>> {
    const { maxShape } = this.follower;
    const cutter = wholeBatches(({ run, slabs }): PointBatch<SourceDatasets<Datasets, Interleaved>> => ({
      indices: indicesOf(run),
      position: run.position,
      maxShape,
      slabs: slabs as SlabsByName<SourceDatasets<Datasets, Interleaved>>,
    }));
    return this.#iterate(cutter, { isCopied: false, isShared: this.#options.memory === 'reused' });
  }

  #iterate<Item>(cutter: BatchCutter<Item>, { isCopied, isShared }: MemoryUse): BatchIterator<Item> {
    const { follower } = this;
    const isLatest = this.#options.backPressure === 'latest';
    const newest = new NewestPoint(this.#selection);
    const limits = (pointBytes: number): RunLimits =>
      runLimits(this.#readers.values(), follower.scanRank, pointBytes, isCopied);
    return this.#iterations.start({
      cutter,
      runsOf: (range, smallest, pointBytes) =>
        isLatest ? this.#runOf(newest.in(range)) : this.#runsOf(range, smallest ? onePoint : limits(pointBytes)),
      isSmallest: ({ count }) => count === 1,
      pointsAhead: (pointBytes) => (isLatest ? 0 : limits(pointBytes).mostPoints),
      // What is copied out of a batch leaves the memory of the batch for the next one.
      reusesMemory: (points) => isShared || (isCopied && points > 1),
      ...(isLatest
        ? { beforeWaiting: () => follower.refresh(this.#options.signal), runsAtEnd: () => this.#runOf(newest.atEnd()) }
        : {}),
    });
  }

  *#runsOf({ start, stop }: ReadyRange, limits: RunLimits): Generator<PointRun> {
    const { scanShape } = this.follower;
    for (const points of this.#selection.within(start, stop)) yield* cutIntoRuns(points, scanShape, limits);
  }

  #runOf(index: number | undefined): Iterable<PointRun> {
    return index === undefined
      ? []
      : cutIntoRuns({ first: index, step: 1, count: 1 }, this.follower.scanShape, onePoint);
  }
}

interface MemoryUse {
  /** Whether each frame is copied out of its batch. */
  readonly isCopied: boolean;
  /** Whether what is handed out is the source's own memory, which is read into again. */
  readonly isShared: boolean;
}

const onePoint: RunLimits = { mostPoints: 1, chunkLength: 1 };

function indicesOf({ first, step, count }: PointRun): number[] {
  return Array.from({ length: count }, (_, place) => first + place * step);
}
