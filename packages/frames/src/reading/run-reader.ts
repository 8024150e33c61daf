import type { AnyData, Dataset, Dtype, Slab } from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';

/** Options of one {@link RunReader.read}. */
export interface ReadRunOptions {
  /** Array to fill instead of a fresh one. */
  readonly into?: AnyData;
  readonly signal?: AbortSignal | undefined;
}

/** Reads the frames of a scan, several in one read. */
export interface RunReader<D extends Dtype = Dtype> {
  /** Where the frames come from: one dataset, or several that take turns. */
  readonly datasets: readonly Dataset<D>[];
  /** Extents of what is read of a frame, as of the last refresh. */
  readonly frameShape: readonly number[];
  /** Takes in what the writer has flushed. */
  refresh(): Promise<void>;
  /**
   * Reads the frames of a run; the first axis of the result are its points.
   *
   * @throws Hdf5Error `TRANSIENT_READ` if the extents do not cover all of them yet, `OUT_OF_RANGE` if they never can, and
   * whatever else a read throws.
   */
  read(run: PointRun, options: ReadRunOptions): Promise<Slab<D>>;
}
