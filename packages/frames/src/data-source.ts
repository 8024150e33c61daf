import { KeyFollower, unravelIndex, type FollowEnd, type KeyFollowerOptions } from '@h5tail/follower';
import { requireFit } from './fit-to-scan.js';
import { FrameReader } from './frame-reader.js';
import { pointSlice, type AxisRange, type Frame } from './frame.js';
import type { DatasetsByName, FramesByName } from './frames-by-name.js';
import { ReadAhead } from './read-ahead.js';
import { PointIterator } from './point-iterator.js';

/** Options of a {@link DataSource}. */
export interface DataSourceOptions<Datasets extends DatasetsByName = DatasetsByName> extends KeyFollowerOptions {
  /** The datasets to read at each point, by the names that the frames get; at least one. */
  readonly datasets: Datasets;
  /** How long to wait for a frame that lags behind its key, in milliseconds. Default: `timeoutMs`. */
  readonly retryBudgetMs?: number;
}

/** One point of a scan with its frames. */
export interface ScanPoint<Datasets extends DatasetsByName = DatasetsByName> {
  /** Number of the point in row-major order. */
  readonly index: number;
  /** Coordinates of the point, one per axis of the scan. */
  readonly position: readonly number[];
  /** The point as ranges, one per axis of the scan, as `createDataset` and `appendData` take it. */
  readonly slice: readonly AxisRange[];
  /** Largest extents of the scan; `null` along an axis without a limit. */
  readonly maxShape: readonly (number | null)[];
  /** One frame per dataset, in the order of the datasets given. */
  readonly frames: FramesByName<Datasets>;
}

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
export class DataSource<Datasets extends DatasetsByName = DatasetsByName> implements AsyncIterable<
  ScanPoint<Datasets>
> {
  /** The follower underneath: how far the scan is, its shape, `notify()`. Do not iterate it yourself. */
  readonly follower: KeyFollower;
  readonly #readers: ReadonlyMap<string, ReadAhead>;
  readonly #signal: AbortSignal | undefined;
  /** Indices below it were ready before the data were refreshed last. */
  #freshBelow = 0;

  /**
   * Reads nothing yet.
   *
   * @throws Hdf5Error `WRONG_SHAPE` naming both datasets where keys and data are not of one scan; see also
   * {@link KeyFollower}.
   * @throws TypeError without a dataset.
   */
  constructor(options: DataSourceOptions<Datasets>) {
    const { datasets, clock, signal, keys } = options;
    if (Object.keys(datasets).length === 0) throw new TypeError('a data source needs at least one dataset');
    this.follower = new KeyFollower(options);
    this.#signal = signal;
    const { scanRank, maxShape } = this.follower;
    const readerOptions = {
      scanRank,
      retryBudgetMs: options.retryBudgetMs ?? this.follower.timeoutMs,
      ...(clock === undefined ? {} : { clock }),
    };
    const source = `the key dataset${keys.length > 1 ? 's' : ''} ${keys.map(({ path }) => path).join(', ')}`;
    this.#readers = new Map(
      Object.entries(datasets).map(([name, dataset]) => {
        requireFit(dataset, { rank: scanRank, shape: maxShape, source });
        return [name, new ReadAhead(new FrameReader(dataset, readerOptions))];
      }),
    );
  }

  /** Why the last iteration ended; `undefined` while it has not. */
  get end(): FollowEnd | undefined {
    return this.follower.end;
  }

  /** Starts over at an index; see {@link KeyFollower.reset}. */
  reset(from = 0): void {
    this.follower.reset(from);
    this.#freshBelow = 0;
  }

  /**
   * Points in order. After a fault the next iteration begins with the point that could not be read, so nothing is lost.
   *
   * @throws Hdf5Error `BUSY` for a second `next()` while one is pending; what {@link KeyFollower} and
   * {@link FrameReader.read} throw.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<ScanPoint<Datasets>> {
    const indices = this.follower[Symbol.asyncIterator]();
    return new PointIterator(indices, (index) => this.#readOrStay(index));
  }

  async #readOrStay(index: number): Promise<ScanPoint<Datasets>> {
    try {
      return await this.#read(index);
    } catch (error) {
      this.follower.giveBack(index);
      this.#freshBelow = 0;
      throw error;
    }
  }

  /** The order is what makes it right: the keys were read before this, then the data are refreshed, then read. */
  async #read(index: number): Promise<ScanPoint<Datasets>> {
    const { ready, scanRank, scanShape, maxShape } = this.follower;
    const position = unravelIndex(index, [null, ...scanShape.slice(1)].slice(0, scanRank));
    const refresh = index >= this.#freshBelow;
    const rowLeft = scanRank < 2 ? Infinity : (scanShape[scanRank - 1] ?? 0) - (position[scanRank - 1] ?? 0);
    const run = scanRank === 0 ? 1 : Math.min(ready - index, rowLeft);
    const signal = this.#signal === undefined ? {} : { signal: this.#signal };
    const frames = new Map<string, Frame>();
    for (const [name, reader] of this.#readers) {
      frames.set(name, await reader.read({ index, position, run, refresh, ...signal }));
    }
    if (refresh) this.#freshBelow = ready;
    // Filled from the datasets given, so each name has the frame of its own.
    return { index, position, slice: pointSlice(position), maxShape, frames: frames as FramesByName<Datasets> };
  }
}
