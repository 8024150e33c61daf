import { KeyFollower, systemClock, type FollowEnd, type ReadyRange } from '@h5tail/follower';
import type { DataSourceOptions, InterleavedByName, SourceDatasets } from './data-source-options.js';
import type { DatasetsByName } from './frames-by-name.js';
import { cutIntoRuns, type RunLimits } from './points/cut-into-runs.js';
import { cutPoints, wholeBatches } from './points/cut-points.js';
import type { PointRun } from './points/point-run.js';
import { PointSelection } from './points/point-selection.js';
import { BatchIterator, type BatchCutter } from './reading/batch-iterator.js';
import { batchesAhead, framesPerChunk, runLimits } from './reading/batch-limits.js';
import { BatchReader } from './reading/batch-reader.js';
import { BatchStream } from './reading/batch-stream.js';
import { createReaders } from './reading/create-readers.js';
import type { RunReader } from './reading/run-reader.js';
import { Turn } from './reading/turn.js';
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
    requireBytes('readAheadBytes', options.readAheadBytes);
    requireBytes('retryBudgetMs', options.retryBudgetMs);
    const { scanRank, maxShape } = this.follower;
    const { keys, datasets = {}, interleaved = {}, every = 1, partition } = options;
    const source = `the key dataset${keys.length > 1 ? 's' : ''} ${keys.map(({ path }) => path).join(', ')}`;
    this.#readers = createReaders({ rank: scanRank, maxShape, source }, datasets, interleaved, options);
    const block = framesPerChunk(this.#readers.values(), scanRank);
    this.#selection = new PointSelection(every, { index: 0, count: 1, block, ...partition });
  }

  /** Why the last iteration ended; `undefined` while it has not. */
  get end(): FollowEnd | undefined {
    return this.follower.end;
  }

  /** Starts over at an index; see {@link KeyFollower.reset}. */
  reset(from = 0): void {
    this.follower.reset(from);
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
    // What is copied out of a batch leaves the memory of the batch for the next one.
    const points = this.#iterate(cutter, { isCopied: !isShared, reusesMemory: true });
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
    return this.#iterate(cutter, { isCopied: false, reusesMemory: this.#options.memory === 'reused' });
  }

  #iterate<Item>(cutter: BatchCutter<Item>, { isCopied, reusesMemory }: MemoryUse): BatchIterator<Item> {
    const { clock = systemClock, signal, backPressure, readAheadBytes } = this.#options;
    const { follower } = this;
    const readers = [...this.#readers.values()];
    const reader = new BatchReader({
      readers: this.#readers,
      retryBudgetMs: this.#options.retryBudgetMs ?? follower.timeoutMs,
      clock,
      signal,
    });
    const limits = (): RunLimits => runLimits(readers, follower.scanRank, reader.pointBytes, isCopied);
    const isLatest = backPressure === 'latest';
    const ranges = follower.ranges();
    const stream = new BatchStream({
      ranges,
      beforeWaiting: isLatest ? () => follower.refresh(signal) : undefined,
      runsOf: (range, smallest) => this.#runsOf(range, smallest === true ? onePoint : limits(), isLatest),
      isSmallest: ({ count }) => count === 1,
      refresh: () => reader.refresh(),
      read: (run) => reader.read(run),
      readPatiently: (run) => reader.readPatiently(run),
      giveBack: (index) => follower.giveBack(index),
      batchesAhead: () =>
        isLatest ? 0 : batchesAhead(readers, readAheadBytes, reader.pointBytes * limits().mostPoints),
    });
    return new BatchIterator({
      stream,
      cutter,
      stopWaiting: async () => ranges.return?.(),
      giveBackMemory: (batch) => {
        if (reusesMemory && (!isCopied || batch.run.count > 1)) reader.giveBack(batch);
      },
      turn: new Turn(clock),
      signal,
      from: follower.position,
    });
  }

  *#runsOf(range: ReadyRange, limits: RunLimits, isLatest: boolean): Generator<PointRun> {
    const { scanShape } = this.follower;
    const { start, stop } = range;
    if (!isLatest) {
      for (const points of this.#selection.within(start, stop)) yield* cutIntoRuns(points, scanShape, limits);
      return;
    }
    // More is known to be ready than was looked at: the newest is in the next range.
    const newest = range.upToDate ? this.#selection.lastWithin(start, stop) : undefined;
    if (newest !== undefined) yield* cutIntoRuns({ first: newest, step: 1, count: 1 }, scanShape, limits);
  }
}

interface MemoryUse {
  /** Whether each frame is copied out of its batch. */
  readonly isCopied: boolean;
  /** Whether the memory of a batch is read into again when all of it was handed out. */
  readonly reusesMemory: boolean;
}

const onePoint: RunLimits = { mostPoints: 1, chunkLength: 1 };

function indicesOf({ first, step, count }: PointRun): number[] {
  return Array.from({ length: count }, (_, place) => first + place * step);
}

function requireBytes(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0)) throw new RangeError(`${name} ${value} is not 0 or more`);
}
