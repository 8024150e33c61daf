import { dtypes, openFile, type CreateDatasetOptions, type Dataset, type Dtype, type Hdf5File } from '@h5tail/adapter';
import { framePattern } from '@h5tail/adapter-conformance/live-writer';
import {
  countingAdapter,
  interceptingAdapter,
  memoryAdapter,
  MemoryDisk,
  type AccessCounts,
  type Interceptor,
} from '@h5tail/adapter-conformance/memory';

/** Extents of a dataset to make, with int32 elements unless said otherwise. */
export type DatasetPlan = Partial<CreateDatasetOptions<Dtype>> & Pick<CreateDatasetOptions<Dtype>, 'shape'>;

/** A file in memory that one side writes in SWMR mode and the other reads. */
export class LiveScan {
  readonly disk: MemoryDisk;
  readonly writer: Hdf5File;
  readonly reader: Hdf5File;
  readonly counts: AccessCounts;

  private constructor(disk: MemoryDisk, writer: Hdf5File, reader: Hdf5File, counts: AccessCounts) {
    this.disk = disk;
    this.writer = writer;
    this.reader = reader;
    this.counts = counts;
  }

  /** Makes the file with datasets by name. The interceptor meddles with the reader's side. */
  static async create(plans: Readonly<Record<string, DatasetPlan>>, interceptor: Interceptor = {}): Promise<LiveScan> {
    const disk = new MemoryDisk();
    const writer = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
    for (const [name, plan] of Object.entries(plans)) {
      await writer.root.createDataset(name, { dtype: dtypes.int32, ...plan });
    }
    await writer.startSwmrWrite();
    const counting = countingAdapter(interceptingAdapter(memoryAdapter({ disk }), interceptor));
    const reader = await openFile('/scan.h5', { adapter: counting, mode: 'r', swmr: true });
    return new LiveScan(disk, writer, reader, counting.counts);
  }

  /** The reader's dataset. */
  async open(name: string): Promise<Dataset> {
    return this.reader.dataset(name);
  }

  /** Writes a frame of the pattern at a position and flushes it; the dataset grows as far as that takes. */
  async writeFrame(name: string, index: number, position: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await this.#grow(dataset, position);
    const frameShape = (dataset.shape ?? []).slice(position.length);
    await dataset.write([...position], framePattern(index, frameShape, 'int32'));
    await dataset.flush();
  }

  /** Sets a key, the padding axes left out, and flushes it; the dataset grows as far as that takes. */
  async setKey(name: string, position: readonly number[], value = 1): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await this.#grow(dataset, position);
    const padding = (dataset.shape ?? []).slice(position.length).map(() => 0);
    await dataset.write([...position, ...padding], Int32Array.of(value));
    await dataset.flush();
  }

  /** Writes all elements and flushes. */
  async fill(name: string, values: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await dataset.write(null, Int32Array.from(values));
    await dataset.flush();
  }

  async #grow(dataset: Dataset, position: readonly number[]): Promise<void> {
    const current = dataset.shape ?? [];
    const shape = current.map((extent, axis) => Math.max(extent, (position[axis] ?? -1) + 1));
    if (shape.some((extent, axis) => extent !== current[axis])) await dataset.resize(shape);
  }
}

/** 0 to `count - 1`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Everything that an async iterable gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
