import { Hdf5Error, type DataOf, type Dtype, type Group, type Hdf5File, type NumericArray } from '@h5tail/adapter';
import { numberArrayClass } from '@h5tail/adapter/implementation';
import type { AxisRange } from '../frame.js';
import { BlockBuffer } from './block-buffer.js';
import { FlushTimer } from './flush-timer.js';
import { growTo } from './grow-to.js';
import type { ResultLayout } from './pending-block.js';
import { PointKeys } from './point-keys.js';
import { createResultFile, type ResultFile } from './result-file.js';
import type { ResultPlans, ResultValues, ResultWriterOptions } from './result-writer-options.js';
import { pointsOfScan, requireCount, requireOrderedScan, type OrderedScan } from './row-runs.js';
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
 * for await (const { index, frames } of source) await writer.write(index, { sum: total(frames.get('image')) });
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
  /** Written as soon as possible; the first one again where that failed. */
  readonly #queue: RowWrite[] = [];
  readonly #keys: PointKeys;
  readonly #timer: FlushTimer;
  #last: Promise<unknown> = Promise.resolve();
  #isEnding = false;

  private constructor(file: Hdf5File, datasets: ResultFile, options: ResultWriterOptions<Plans>) {
    const { maxShape, order = 'raster', results, blockLength, flushEveryMs, flushEveryPoints, clock } = options;
    this.group = datasets.group;
    this.keysPath = datasets.keys.path;
    this.finishedPath = datasets.finished.path;
    this.#file = file;
    this.#datasets = datasets;
    this.#options = options;
    this.#scan = { shape: maxShape, order };
    this.#layouts = Object.values(results).map(layoutOf);
    this.#blocks =
      blockLength === undefined ? undefined : new BlockBuffer({ ...this.#scan, blockLength }, this.#layouts);
    this.#keys = new PointKeys(datasets.keys, this.#scan);
    this.#timer = new FlushTimer(() => this.#inTurn(() => this.#publish()), { flushEveryMs, flushEveryPoints, clock });
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
   * @throws Hdf5Error `NO_SPACE`, `IO`, … where writing fails; nothing that is readable is lost. Without `blockLength`, write
   * the point again; else it is kept, and the next call tries again. `INVALID_DATA` for arrays of another class or length,
   * `CLOSED` after the end.
   * @throws TypeError for a result that is missing or not planned. RangeError for a point outside of the scan.
   */
  write(index: number, values: ResultValues<Plans>): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireOpen();
      const taken = takeValues(values, Object.keys(this.#options.results), this.#layouts, this.#place());
      const points = this.#pointsFrom(index, taken.count);
      if (this.#blocks === undefined) {
        const lengths = this.#layouts.map(({ frameLength }) => frameLength);
        for (const write of writesOfPoints(this.#scan, points, taken.arrays, lengths)) await this.#put(write);
      } else {
        this.#queue.push(...this.#blocks.add(points, taken.arrays));
        await this.#writeQueue();
      }
      if (this.#timer.isDue(this.#keys.count)) await this.#publish();
      else if (this.#keys.count > 0) this.#timer.start();
    });
  }

  /**
   * Makes all that was written readable now. Points of a block that is not over are not written yet.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, …; calling it again tries again.
   */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireOpen();
      await this.#writeQueue();
      await this.#publish();
    });
  }

  /**
   * Writes what is left, makes it readable, then sets the flag of the end and closes the file.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, …; the flag is set only after everything else. Calling it again tries again; `close`
   * gives up.
   */
  finish(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#file.status === 'closed') return;
      await this.#writeRest();
      const { finished } = this.#datasets;
      await finished.write(null, Int32Array.of(1));
      await finished.flush();
      await this.#file.close();
    });
  }

  /**
   * Writes what is left and closes the file without setting the flag: for a scan that is broken off. Does nothing after
   * {@link ResultWriter.finish}.
   *
   * @throws Hdf5Error where something could not be written; the file is closed nevertheless.
   */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#file.status === 'closed') return;
      try {
        await this.#writeRest();
      } finally {
        await this.#file.close();
      }
    });
  }

  /** As {@link ResultWriter.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #writeRest(): Promise<void> {
    this.#isEnding = true;
    this.#timer.stop();
    if (this.#blocks !== undefined) this.#queue.push(...this.#blocks.end());
    await this.#writeQueue();
    await this.#publish();
  }

  async #writeQueue(): Promise<void> {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      await this.#put(next);
      this.#queue.shift();
    }
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
    const { results } = this.#datasets;
    const [only, ...others] = results;
    if (only !== undefined && others.length === 0) await only.flush();
    else await this.#file.flush();
    const points = this.#keys.pending;
    await this.#keys.publish();
    this.#timer.flushed();
    this.#options.onReadable?.(points);
  }

  /** Calls and the timer take turns. */
  #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
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
    if (!this.#isEnding && this.#file.status === 'open') return;
    throw new Hdf5Error('CLOSED', 'the results are finished', this.#place());
  }

  #place(): { file: string; object: string } {
    return { file: this.#file.path, object: this.group.path };
  }
}

function layoutOf({ dtype, shape = [] }: ResultPlans[string]): ResultLayout {
  const ArrayClass = numberArrayClass(dtype);
  if (ArrayClass === undefined) throw new TypeError(`results of class ${dtype.class} cannot be written`);
  return {
    frameLength: shape.reduce((product, extent) => product * extent, 1),
    createArray: (length): NumericArray => new ArrayClass(length),
  };
}

function requireOptions({ maxShape, order = 'raster', results, ...numbers }: ResultWriterOptions): void {
  requireOrderedScan({ shape: maxShape, order });
  const plans = Object.entries(results);
  if (plans.length === 0) throw new TypeError('a writer of results needs at least one');
  for (const [name, plan] of plans) {
    layoutOf(plan);
    for (const extent of plan.shape ?? []) requireCount(extent, `elements of '${name}'`);
  }
  const { blockLength, flushEveryMs = 0, flushEveryPoints } = numbers;
  if (blockLength !== undefined) requireCount(blockLength, 'points of a block');
  if (flushEveryPoints !== undefined) requireCount(flushEveryPoints, 'points to flush');
  if (!(flushEveryMs >= 0)) throw new RangeError(`${flushEveryMs} is not a time between flushes`);
}
