import { dtypes, openFile, type CreateDatasetOptions, type Dataset, type Dtype, type Hdf5File } from '@h5tail/adapter';
import { framePattern } from '../live-writer/frame-pattern.js';
import { countingAdapter, type AccessCounts } from './counting-adapter.js';
import { interceptingAdapter, type Interceptor } from './intercepting-adapter.js';
import { memoryAdapter } from './memory-adapter.js';
import { MemoryDisk } from './memory-disk.js';

/** Extents of a dataset of a {@link MemoryScan}, with int32 elements unless said otherwise. */
export type DatasetPlan = Partial<CreateDatasetOptions<Dtype>> & Pick<CreateDatasetOptions<Dtype>, 'shape'>;

/**
 * A file in memory that one side writes in SWMR mode and the other reads: what a test of a follower needs. The methods
 * that write work on int32 datasets and flush.
 *
 * @example
 * ```ts
 * const scan = await MemoryScan.create({ key: { shape: [3] }, data: { shape: [0, 4], maxShape: [null, 4] } });
 * await scan.writeFrame('data', 0, [0]);
 * await scan.set('key', [[0]]);
 * const key = await scan.dataset('key'); // the reader's
 * scan.counts.elementsRead('/key'); // 0
 * ```
 */
export class MemoryScan {
  readonly disk: MemoryDisk;
  readonly writer: Hdf5File;
  readonly reader: Hdf5File;
  /** What the reader did. */
  readonly counts: AccessCounts;

  private constructor(disk: MemoryDisk, writer: Hdf5File, reader: Hdf5File, counts: AccessCounts) {
    this.disk = disk;
    this.writer = writer;
    this.reader = reader;
    this.counts = counts;
  }

  /** Makes `/scan.h5` with datasets by name. The interceptor meddles with the reader's side. */
  static async create(
    plans: Readonly<Record<string, DatasetPlan>>,
    interceptor: Interceptor = {},
  ): Promise<MemoryScan> {
    const disk = new MemoryDisk();
    const writer = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
    for (const [name, plan] of Object.entries(plans)) {
      await writer.root.createDataset(name, { dtype: dtypes.int32, ...plan });
    }
    await writer.startSwmrWrite();
    const counting = countingAdapter(interceptingAdapter(memoryAdapter({ disk }), interceptor));
    const reader = await openFile('/scan.h5', { adapter: counting, mode: 'r', swmr: true });
    return new MemoryScan(disk, writer, reader, counting.counts);
  }

  /** The reader's dataset. */
  async dataset(name: string): Promise<Dataset> {
    return this.reader.dataset(name);
  }

  /** The reader's datasets. */
  async datasets(...names: string[]): Promise<Dataset[]> {
    return Promise.all(names.map((name) => this.reader.dataset(name)));
  }

  /** Writes all elements, after a change of the extents if some are given. */
  async fill(name: string, values: readonly number[], shape?: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    if (shape !== undefined) await dataset.resize(shape);
    await dataset.write(null, Int32Array.from(values));
    await dataset.flush();
  }

  /** Sets single keys by their position, the padding axes left out; the dataset grows as far as that takes. */
  async set(name: string, positions: readonly (readonly number[])[], value = 1): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    for (const position of positions) {
      await grow(dataset, position);
      const padding = (dataset.shape ?? []).slice(position.length).map(() => 0);
      await dataset.write([...position, ...padding], Int32Array.of(value));
    }
    await dataset.flush();
  }

  /** Sets the keys `start` to `stop - 1` of a stack. */
  async setRange(name: string, start: number, stop: number): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await dataset.write([[start, stop]], new Int32Array(stop - start).fill(1));
    await dataset.flush();
  }

  /** Writes the frame that `framePattern` gives for an index; the dataset grows as far as that takes. */
  async writeFrame(name: string, index: number, position: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await grow(dataset, position);
    const frameShape = (dataset.shape ?? []).slice(position.length);
    await dataset.write([...position], framePattern(index, frameShape, 'int32'));
    await dataset.flush();
  }

  /** Changes the extents. */
  async resize(name: string, shape: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name);
    await dataset.resize(shape);
    await dataset.flush();
  }
}

async function grow(dataset: Dataset, position: readonly number[]): Promise<void> {
  const current = dataset.shape ?? [];
  const shape = current.map((extent, axis) => Math.max(extent, (position[axis] ?? -1) + 1));
  if (shape.some((extent, axis) => extent !== current[axis])) await dataset.resize(shape);
}
