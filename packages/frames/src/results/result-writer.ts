import { Hdf5Error, type DataOf, type Dtype, type Group, type Hdf5File, type NumericArray } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';
import { BlockBuffer } from './block-buffer.js';
import { FlushTimer } from './flush-timer.js';
import { growTo } from './grow-to.js';
import type { ResultLayout } from './pending-block.js';
import { PointKeys } from './point-keys.js';
import { createResultFile, type ResultFile } from './result-file.js';
import { requireOptions, resultLayout } from './result-layout.js';
import type { ResultPlans, ResultValues, ResultWriterOptions } from './result-writer-options.js';
import { pointsOfScan, type OrderedScan } from './row-runs.js';
import { writesOfPoints, type RowWrite } from './row-write.js';
import { takeValues } from './take-values.js';

/**
 * Writes results in the shape of a scan while others follow them: datasets, a key dataset that tells which points are
 * readable, and a flag for the end, in a file in SWMR mode.
 *
 * A point is readable when its key is set, and its key is set only after its values were flushed. So what a reader finds,
 * also after this process died, is complete as far as the keys tell.
 *
 * Calls are carried out one after the other, in the order in which they are made.
 *
 * @example
 * ```ts
 * const out = await openFile('sums.h5', { adapter, mode: 'w' });
 * await using writer = await ResultWriter.create(out, {
 *   maxShape: [40, 60],
 *   results: { sum: { dtype: dtypes.float64 } },
 * });
 * for await (const { index, frames } of source) {
 *   await writer.write(index, { sum: Float64Array.of(total(frames.get('image'))) });
 * }
 * await writer.finish();
 * ```
 */
export class ResultWriter<Plans extends ResultPlans = ResultPlans> implements AsyncDisposable {
  /** The `NXdata` with the results. */
  readonly group: Group;
  /** Path of the key dataset: the extents of the scan, then up to two ones; int32, 1 where a point is readable. */
  readonly keysPath: string;
  /** Path of the flag: one int32, 1 when {@link ResultWriter.finish} is through. */
  readonly finishedPath: string;
  readonly #file: Hdf5File;
  readonly #datasets: ResultFile;
  readonly #options: ResultWriterOptions<Plans>;
  readonly #scan: OrderedScan;
  readonly #layouts: readonly ResultLayout[];
  readonly #blocks: BlockBuffer | undefined;
  readonly #keys: PointKeys;
  readonly #timer: FlushTimer;
  #last: Promise<unknown> = Promise.resolve();
  #isFinished = false;
  /** What HDF5 failed with: from then on nothing more may be told readable. */
  #fault: { readonly error: unknown; isTold: boolean } | undefined;

  private constructor(file: Hdf5File, datasets: ResultFile, options: ResultWriterOptions<Plans>) {
    const { maxShape, order = 'raster', results, blockLength, flushEveryMs, flushEveryPoints, clock } = options;
    this.group = datasets.group;
    this.keysPath = datasets.keys.path;
    this.finishedPath = datasets.finished.path;
    this.#file = file;
    this.#datasets = datasets;
    this.#options = options;
    this.#scan = { shape: maxShape, order };
    this.#layouts = Object.values(results).map(resultLayout);
    this.#blocks =
      blockLength === undefined ? undefined : new BlockBuffer({ ...this.#scan, blockLength }, this.#layouts);
    this.#keys = new PointKeys(datasets.keys, this.#scan);
    this.#timer = new FlushTimer(() => this.#flushByTimer(), { flushEveryMs, flushEveryPoints, clock });
  }

  /**
   * Creates the groups and datasets, and starts SWMR mode: `/entry/results` with a dataset per result, `/entry/keys` and
   * `/entry/finished`. The file is the writer's from then on.
   *
   * @param file Open for writing and not in SWMR mode yet.
   * @throws Hdf5Error `OBJECT_EXISTS`, `READ_ONLY`, `STRUCTURE_FIXED`, `UNSUPPORTED` naming a capability that a dtype or a
   * filter takes, and what `Group.createDataset` throws; then the file is the caller's still.
   * @throws TypeError without a result. RangeError for a scan of rank 0, an unlimited axis that is not the slowest, and other
   * numbers that make no sense.
   */
  static async create<const Plans extends ResultPlans>(
    file: Hdf5File,
    options: ResultWriterOptions<Plans>,
  ): Promise<ResultWriter<Plans>> {
    requireOptions(options);
    return new ResultWriter(file, await createResultFile(file, options), options);
  }

  /** Points that were taken and written but are not readable yet, as ranges of their numbers. */
  get unflushed(): readonly AxisRange[] {
    return this.#keys.pending;
  }

  /**
   * Takes the results of a point, or of consecutive ones. They are readable after the next flush: at once where the last one
   * is `flushEveryMs` ago, else by then; {@link ResultWriter.flush} does not wait. With `blockLength` they are written when
   * their block is over, or when a point of a later block comes.
   *
   * Points may come in any order, may be left out, in which case their keys stay 0, and may come again.
   *
   * @param index Number of the first point in the order of the scan, from 0 on: its index, in a raster scan.
   * @param values One array per result with the elements of one or more points. They may be used again when the promise is
   * fulfilled.
   * @throws Hdf5Error `NO_SPACE`, `IO`, … where writing or flushing failed, now or before: what is readable stays, and nothing
   * more can be written. `INVALID_DATA` for arrays of another class or length, `CLOSED` after the end.
   * @throws TypeError for a result that is missing or not planned. RangeError for a point outside of the scan.
   */
  write(index: number, values: ResultValues<Plans>): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireOpen();
      const taken = takeValues(values, Object.keys(this.#options.results), this.#layouts, this.#place());
      const points = this.#pointsFrom(index, taken.count);
      await this.#writeAll(this.#writesOf(points, taken.arrays));
      if (this.#timer.isDue(this.#keys.count)) await this.#publish();
      else if (this.#keys.count > 0) this.#timer.start();
    });
  }

  /**
   * Makes all that was written readable now. Points of a block that is not over are not written yet.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, … as `write`, `CLOSED` after the end.
   */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireOpen();
      await this.#publish();
    });
  }

  /**
   * Writes what is left, makes it readable, then sets the flag of the end and closes the file. Calling it again does nothing.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, … as `write`; then the flag is not set, and the file is left to `close`. `CLOSED` after
   * {@link ResultWriter.close}.
   */
  finish(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isFinished) return;
      this.#requireOpen();
      await this.#writeRest();
      const { finished } = this.#datasets;
      await this.#orFault(async () => {
        await finished.write(null, Int32Array.of(1));
        await finished.flush();
      });
      await this.#file.close();
      this.#isFinished = true;
    });
  }

  /**
   * Writes what is left, unless writing failed before, and closes the file without setting the flag: for a scan that is
   * broken off. Does nothing after {@link ResultWriter.finish}.
   *
   * @throws Hdf5Error for a fault that no call has told yet, and where closing fails.
   */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#file.status === 'closed') return;
      try {
        if (this.#fault === undefined) await this.#writeRest();
        else if (!this.#fault.isTold) throw this.#fault.error;
      } finally {
        this.#timer.stop();
        await this.#file.close();
      }
    });
  }

  /** As {@link ResultWriter.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #writesOf(points: AxisRange, values: readonly NumericArray[]): RowWrite[] {
    if (this.#blocks !== undefined) return this.#blocks.add(points, values);
    const lengths = this.#layouts.map(({ frameLength }) => frameLength);
    return writesOfPoints(this.#scan, points, values, lengths);
  }

  async #writeRest(): Promise<void> {
    this.#timer.stop();
    if (this.#blocks !== undefined) await this.#writeAll(this.#blocks.end());
    await this.#publish();
  }

  #writeAll(writes: readonly RowWrite[]): Promise<void> {
    return this.#orFault(async () => {
      for (const write of writes) await this.#put(write);
    });
  }

  async #put({ row, columns, values, points }: RowWrite): Promise<void> {
    const slowest = (row[0] ?? columns[1] - 1) + 1;
    for (const [i, dataset] of this.#datasets.results.entries()) {
      await growTo(dataset, slowest);
      await dataset.write([...row, columns], values[i] as DataOf<Dtype>);
    }
    this.#keys.add(points);
  }

  /** The values, then the keys: a key must never be seen before its values. */
  async #publish(): Promise<void> {
    this.#timer.stop();
    if (this.#keys.count === 0) return;
    const points = this.#keys.pending;
    await this.#orFault(async () => {
      const [only, ...others] = this.#datasets.results;
      if (only !== undefined && others.length === 0) await only.flush();
      else await this.#file.flush();
      await this.#keys.publish();
    });
    this.#timer.flushed();
    this.#options.onReadable?.(points);
  }

  /**
   * After a fault the writer takes no more. HDF5 cannot be trusted with what it failed to write once: 1.10.8 takes such a
   * chunk again, flushes it without a fault, and it is not in the file.
   */
  async #orFault(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#fault = { error, isTold: false };
      throw error;
    }
  }

  /** A fault in a call is told by the call. */
  #inTurn(task: () => Promise<void>): Promise<void> {
    return this.#afterLast(async () => {
      try {
        await task();
      } finally {
        if (this.#fault !== undefined) this.#fault.isTold = true;
      }
    });
  }

  /** A fault here is told by the next call. */
  #flushByTimer(): Promise<void> {
    return this.#afterLast(async () => {
      if (this.#fault === undefined) await this.#publish();
    });
  }

  /** Calls and the timer take turns. */
  #afterLast(task: () => Promise<void>): Promise<void> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #pointsFrom(index: number, count: number): AxisRange {
    if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`${index} is not the number of a point`);
    const stop = index + count;
    if (stop > pointsOfScan(this.#scan)) throw new RangeError(`point ${stop - 1} is outside of the scan`);
    return [index, stop];
  }

  #requireOpen(): void {
    if (this.#file.status === 'closed') throw new Hdf5Error('CLOSED', 'the results are finished', this.#place());
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  #place(): { file: string; object: string } {
    return { file: this.#file.path, object: this.group.path };
  }
}
