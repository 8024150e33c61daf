import { ChunkFollower, type ChunkFollowerOptions, type FollowEnd } from '@h5tail/follower';
import type { ReadingOptions } from './data-source-options.js';
import type { AxisRange } from './frame.js';
import type { DatasetsByName } from './frames-by-name.js';
import { wholeBatches } from './points/cut-points.js';
import type { PointRun } from './points/point-run.js';
import { createReaders } from './reading/create-readers.js';
import { FrameIterations } from './reading/frame-iterations.js';
import type { SlabsByName } from './scan-point.js';

/** Options of a {@link ChunkSource}; those of a `ChunkFollower`, with datasets by name. */
export interface ChunkSourceOptions<Datasets extends DatasetsByName = DatasetsByName>
  extends Omit<ChunkFollowerOptions, 'datasets'>, ReadingOptions {
  /** The datasets to read, by the names that their slabs get; at least one. */
  readonly datasets: Datasets;
}

/** Elements along the first axis that were written together. */
export interface ChunkItem<Datasets extends DatasetsByName = DatasetsByName> {
  /** First element. */
  readonly index: number;
  /** The elements as a range of the first axis: `[[index, index + n]]`. */
  readonly slice: readonly [AxisRange];
  /** Smallest limit of the first axis; `null` where none has one. */
  readonly maxShape: readonly [number | null];
  /** One array per dataset: its first axis are the elements, the others those of a frame. */
  readonly slabs: SlabsByName<Datasets>;
}

/**
 * Follows datasets that have no keys and reads them chunk by chunk along their first axis, as soon as a chunk is stored and
 * the extents cover it: for detectors that write several frames per chunk.
 *
 * Where chunks differ in length, an item is as long as their least common multiple, so that no chunk is cut in two.
 *
 * @example
 * ```ts
 * const datasets = { image: await file.dataset('/entry/data', 'uint16') };
 * for await (const { index, slice, slabs } of new ChunkSource({ datasets })) {
 *   const { shape, data } = slabs.get('image'); // [10, 512, 512], Uint16Array
 * }
 * ```
 */
export class ChunkSource<Datasets extends DatasetsByName = DatasetsByName> implements AsyncIterable<
  ChunkItem<Datasets>
> {
  /** The follower underneath. Do not iterate it yourself; its `position` is behind all that is being read. */
  readonly follower: ChunkFollower;
  readonly #iterations: FrameIterations;
  readonly #isShared: boolean;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error as {@link ChunkFollower}; `OUT_OF_RANGE` and `WRONG_SHAPE` for a region that no frame has.
   * @throws TypeError without a dataset; RangeError for a number that makes no sense.
   */
  constructor(options: ChunkSourceOptions<Datasets>) {
    this.follower = new ChunkFollower({ ...options, datasets: Object.values(options.datasets) });
    const scan = { rank: 1, maxShape: [null], source: 'these datasets' };
    const readers = createReaders(scan, options.datasets, {}, options);
    this.#iterations = new FrameIterations(this.follower, readers, options);
    this.#isShared = options.memory === 'reused';
  }

  /** Why the last iteration ended; `undefined` while it has not. */
  get end(): FollowEnd | undefined {
    return this.follower.end;
  }

  /**
   * Starts over at an element of the first axis.
   *
   * @throws Hdf5Error `BUSY` while a call is pending; RangeError.
   */
  reset(from = 0): void {
    this.#iterations.reset(from);
  }

  /**
   * Chunks in order. After a fault the next iteration begins with the one that could not be read.
   *
   * @throws Hdf5Error `BUSY` for a second `next()` while one is pending; what {@link ChunkFollower} and a read throw.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ChunkItem<Datasets>> {
    const { windowLength, maxShape } = this.follower;
    return this.#iterations.start({
      cutter: wholeBatches(({ run, slabs }): ChunkItem<Datasets> => ({
        index: run.first,
        slice: [[run.first, run.first + run.count]],
        maxShape,
        slabs: slabs as SlabsByName<Datasets>,
      })),
      runsOf: ({ start, stop }) => windowsOf(start, stop, windowLength),
      isSmallest: () => true,
      pointsAhead: () => windowLength,
      reusesMemory: () => this.#isShared,
    });
  }
}

/** Cuts what became ready where windows end. */
function* windowsOf(start: number, stop: number, length: number): Generator<PointRun> {
  for (let first = start; first < stop;) {
    const end = Math.min(stop, (Math.floor(first / length) + 1) * length);
    yield { first, step: 1, count: end - first, position: [first] };
    first = end;
  }
}
