import { dtypes, openFile, type CreateDatasetOptions, type Dataset, type Dtype, type Hdf5File } from '@h5tail/adapter';
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
export class LiveKeys {
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
  static async create(plans: Readonly<Record<string, DatasetPlan>>, interceptor: Interceptor = {}): Promise<LiveKeys> {
    const disk = new MemoryDisk();
    const writer = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
    for (const [name, plan] of Object.entries(plans)) {
      await writer.root.createDataset(name, { dtype: dtypes.int32, ...plan });
    }
    await writer.startSwmrWrite();
    const counting = countingAdapter(interceptingAdapter(memoryAdapter({ disk }), interceptor));
    const reader = await openFile('/scan.h5', { adapter: counting, mode: 'r', swmr: true });
    return new LiveKeys(disk, writer, reader, counting.counts);
  }

  /** The reader's datasets. */
  async open(...names: string[]): Promise<Dataset[]> {
    return Promise.all(names.map((name) => this.reader.dataset(name)));
  }

  /** The reader's dataset. */
  async key(name = 'key'): Promise<Dataset> {
    return this.reader.dataset(name);
  }

  /** Writes all elements of an int32 dataset, which may be resized before, and flushes it. */
  async fill(name: string, values: readonly number[], shape?: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    if (shape !== undefined) await dataset.resize(shape);
    await dataset.write(null, Int32Array.from(values));
    await dataset.flush();
  }

  /** Sets single keys by their position, the padding axes left out, and flushes. */
  async set(name: string, positions: readonly (readonly number[])[], value = 1): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    for (const position of positions) {
      const padding = (dataset.shape ?? []).slice(position.length).map(() => 0);
      await dataset.write([...position, ...padding], Int32Array.of(value));
    }
    await dataset.flush();
  }

  /** Changes the extents and flushes. */
  async resize(name: string, shape: readonly number[]): Promise<void> {
    const dataset = await this.writer.dataset(name);
    await dataset.resize(shape);
    await dataset.flush();
  }

  /** Sets a stack's keys `start` to `stop - 1` and flushes. */
  async setRange(name: string, start: number, stop: number): Promise<void> {
    const dataset = await this.writer.dataset(name, 'int32');
    await dataset.write([[start, stop]], new Int32Array(stop - start).fill(1));
    await dataset.flush();
  }
}

/** `count` ones, then zeros up to `length`. */
export function ones(count: number, length = count): number[] {
  return Array.from({ length }, (_, i) => (i < count ? 1 : 0));
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
