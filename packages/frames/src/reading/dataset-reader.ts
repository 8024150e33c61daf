import {
  Hdf5Error,
  shapeText,
  type AxisSelection,
  type DataOf,
  type Dataset,
  type Dtype,
  type ReadOptions,
  type Selection,
  type Slab,
} from '@h5tail/adapter';
import { positionInRun, type PointRun } from '../points/point-run.js';
import { regionShape, regionStop, type Region } from './region.js';
import type { ReadRunOptions, RunReader } from './run-reader.js';
import { sourceBeingMade, WrittenFrames, type FillFrames } from './unwritten-frames.js';

/** Frames of one dataset, whose first axes are those of the scan. */
export class DatasetReader<D extends Dtype = Dtype> implements RunReader<D> {
  readonly dataset: Dataset<D>;
  readonly #scanRank: number;
  readonly #region: Region;
  readonly #fillFrames: FillFrames;
  /** The least extents of a frame that is there: those of the region, and something where frames may have elements. */
  readonly #leastFrame: readonly number[];
  readonly #written: WrittenFrames<D>;

  constructor(dataset: Dataset<D>, scanRank: number, region: Region, fillFrames: FillFrames) {
    this.dataset = dataset;
    this.#scanRank = scanRank;
    this.#region = region;
    this.#fillFrames = fillFrames;
    const largest = (dataset.maxShape ?? []).slice(scanRank);
    this.#leastFrame = largest.map((extent, axis) => Math.max(regionStop(region[axis] ?? null), extent === 0 ? 0 : 1));
    this.#written = new WrittenFrames(dataset);
  }

  get datasets(): readonly Dataset<D>[] {
    return [this.dataset];
  }

  get frameShape(): readonly number[] {
    return regionShape(this.dataset.shape?.slice(this.#scanRank) ?? [], this.#region);
  }

  refresh(): Promise<void> {
    return this.dataset.refresh();
  }

  async read(run: PointRun, { into, signal }: ReadRunOptions): Promise<Slab<D>> {
    this.#requireCovered(run);
    const selection = this.#selectionOf(run);
    const options = {
      ...(into === undefined ? {} : { into: into as DataOf<D> }),
      ...(signal === undefined ? {} : { signal }),
    };
    const slab = await (this.dataset.isVirtual
      ? this.#readVirtual(run, selection, options)
      : this.dataset.read(selection, options));
    // The one frame of a scan without axes is the whole dataset.
    return this.#scanRank === 0 ? { ...slab, shape: [1, ...slab.shape] } : slab;
  }

  async #readVirtual(run: PointRun, selection: Selection, options: ReadOptions<D>): Promise<Slab<D>> {
    const read = (): Promise<Slab<D>> => this.dataset.read(selection, options);
    try {
      return await (this.#fillFrames === 'wait' ? this.#written.read(run, read) : read());
    } catch (error) {
      throw sourceBeingMade(this.dataset, error);
    }
  }

  #selectionOf({ position, step, count }: PointRun): Selection {
    if (this.#scanRank === 0) return this.#region;
    const fast = position.at(-1) as number;
    const stop = fast + (count - 1) * step + 1;
    const points: AxisSelection = step === 1 || count === 1 ? [fast, stop] : [fast, stop, step];
    return [...position.slice(0, -1), points, ...this.#region];
  }

  #requireCovered(run: PointRun): void {
    const { maxShape, shape } = this.dataset;
    const last = positionInRun(run, run.count - 1);
    const isWhole = this.#leastFrame.every((extent, axis) => extent <= (shape?.[this.#scanRank + axis] ?? 0));
    if (isWhole && last.every((coordinate, axis) => coordinate < (shape?.[axis] ?? 0))) return;
    const isPossible = last.every((coordinate, axis) => coordinate < (maxShape?.[axis] ?? Infinity));
    const index = run.first + (run.count - 1) * run.step;
    const at = `frame ${index} at ${shapeText(last)}`;
    const place = { file: this.dataset.file.path, object: this.dataset.path, index };
    if (isPossible) {
      throw new Hdf5Error('TRANSIENT_READ', `${at} is not there yet: the shape is still ${shapeText(shape ?? [])}`, {
        ...place,
        remedy: 'The writer must flush a frame before its key',
      });
    }
    throw new Hdf5Error('OUT_OF_RANGE', `${at} is beyond the maximum shape ${shapeText(maxShape ?? [])}`, {
      ...place,
      remedy: 'Follow the keys of the same scan, or read an index inside of the maximum shape',
    });
  }
}
