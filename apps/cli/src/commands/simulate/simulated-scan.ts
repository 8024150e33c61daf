import {
  dtypes,
  Hdf5Error,
  isHdf5Error,
  openFile,
  type Dataset,
  type Hdf5Adapter,
  type Hdf5File,
} from '@h5tail/adapter';
import { simulatedDtype, type SimulatedDtypeName } from './simulated-dtypes.js';
import { simulatedFrames } from './simulated-frame.js';

/** Where a simulated file has its datasets. */
export const simulatedPaths = {
  data: '/entry/data/frames',
  keys: '/entry/keys',
  finished: '/entry/finished',
} as const;

/** What to simulate. */
export interface SimulatedScanOptions {
  /** Extents of the scan: `[frames]`, or `[rows, points per row]`. */
  readonly scanShape: readonly number[];
  readonly frameShape: readonly number[];
  readonly dtype: SimulatedDtypeName;
  readonly overwrite: boolean;
}

/** Chunks of about 8 kB: small enough to be written often, large enough to be read quickly. */
const keysPerChunk = 1024;

/**
 * A file as a detector writes it: created, switched to SWMR mode, then frame by frame, each followed by its key.
 *
 * The frames grow, the keys are there from the start as zeros, and every dataset is chunked, because some versions of
 * HDF5 cannot read contiguous ones of a live file.
 */
export class SimulatedScan {
  readonly #file: Hdf5File;
  readonly #frames: Dataset;
  readonly #keys: Dataset;
  readonly #finished: Dataset;
  readonly #options: SimulatedScanOptions;
  readonly #frameAt: ReturnType<typeof simulatedFrames>;

  private constructor(file: Hdf5File, datasets: readonly [Dataset, Dataset, Dataset], options: SimulatedScanOptions) {
    this.#file = file;
    [this.#frames, this.#keys, this.#finished] = datasets;
    this.#options = options;
    this.#frameAt = simulatedFrames(options.frameShape, options.dtype);
  }

  /**
   * Creates the file with its datasets and switches it to SWMR mode: from now on readers may open it.
   *
   * @throws Hdf5Error `FILE_EXISTS` without `overwrite`, `NO_SPACE`, `PERMISSION_DENIED`, `UNSUPPORTED`.
   */
  static async create(path: string, adapter: Hdf5Adapter, options: SimulatedScanOptions): Promise<SimulatedScan> {
    const file = await openNew(path, adapter, options.overwrite);
    try {
      const datasets = await createDatasets(file, options);
      await file.startSwmrWrite();
      return new SimulatedScan(file, datasets, options);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Writes frame `index`, makes it visible, then sets its key and makes that visible. Call it in order. */
  async writeFrame(index: number): Promise<void> {
    const position = positionOf(index, this.#options.scanShape);
    await this.#growTo(position);
    await this.#frames.write(position, this.#frameAt(index));
    await this.#frames.flush();
    await this.#keys.write(
      position.map((coordinate) => [coordinate, coordinate + 1] as const),
      BigInt64Array.of(1n),
    );
    await this.#keys.flush();
  }

  /** Sets the finished flag. */
  async finish(): Promise<void> {
    await this.#finished.write(null, BigInt64Array.of(1n));
    await this.#finished.flush();
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  /** A row of a grid is there as a whole as soon as its first point comes. */
  async #growTo(position: readonly number[]): Promise<void> {
    const slowest = position[0] as number;
    if ((this.#frames.shape?.[0] ?? 0) > slowest) return;
    await this.#frames.resize([slowest + 1, ...this.#options.scanShape.slice(1), ...this.#options.frameShape]);
  }
}

async function openNew(path: string, adapter: Hdf5Adapter, overwrite: boolean): Promise<Hdf5File> {
  try {
    return await openFile(path, { adapter, mode: overwrite ? 'w' : 'wx' });
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'FILE_EXISTS') throw error;
    const remedy = 'Choose another name, or give --overwrite to replace it';
    throw new Hdf5Error('FILE_EXISTS', 'the file is there already', { file: path, remedy, cause: error });
  }
}

function positionOf(index: number, scanShape: readonly number[]): number[] {
  const columns = scanShape[1];
  return columns === undefined ? [index] : [Math.floor(index / columns), index % columns];
}

async function createDatasets(file: Hdf5File, options: SimulatedScanOptions): Promise<[Dataset, Dataset, Dataset]> {
  const { scanShape, frameShape } = options;
  const ones = frameShape.map(() => 1);
  const entry = await file.root.createGroup('entry');
  await entry.attributes.set('NX_class', 'NXentry');
  await entry.attributes.set('default', 'data');
  const data = await entry.createGroup('data');
  await data.attributes.set('NX_class', 'NXdata');
  await data.attributes.set('signal', 'frames');
  const frames = await data.createDataset('frames', {
    dtype: simulatedDtype(options.dtype),
    shape: [0, ...scanShape.slice(1), ...frameShape],
    maxShape: [...scanShape, ...frameShape],
    chunks: [...scanShape.map(() => 1), ...frameShape],
  });
  const keys = await entry.createDataset('keys', {
    dtype: dtypes.int64,
    shape: [...scanShape, ...ones],
    chunks: [...keyChunk(scanShape), ...ones],
    data: new BigInt64Array(scanShape.reduce((product, extent) => product * extent, 1)),
  });
  const finished = await entry.createDataset('finished', {
    dtype: dtypes.int64,
    shape: [1],
    chunks: [1],
    data: BigInt64Array.of(0n),
  });
  return [frames, keys, finished];
}

function keyChunk(scanShape: readonly number[]): number[] {
  const last = Math.min(scanShape.at(-1) ?? 1, keysPerChunk);
  return [...scanShape.slice(0, -1).map(() => 1), last];
}
