import type { Dataset, dtypes } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';
import { growTo } from './grow-to.js';
import { countPoints, mergeRanges } from './point-ranges.js';
import { rowRuns, type OrderedScan } from './row-runs.js';

/** Says of a point that it may be read. Any number but 0 would do. */
const isReadable = 1;

/** Points whose values are written, and the key dataset that tells of them when those are flushed. */
export class PointKeys {
  readonly #keys: Dataset<typeof dtypes.int32>;
  readonly #scan: OrderedScan;
  #pending: readonly AxisRange[] = [];

  constructor(keys: Dataset<typeof dtypes.int32>, scan: OrderedScan) {
    this.#keys = keys;
    this.#scan = scan;
  }

  /** Points without a key, as ranges of their numbers. */
  get pending(): readonly AxisRange[] {
    return this.#pending;
  }

  /** How many points have no key. */
  get count(): number {
    return countPoints(this.#pending);
  }

  /** Remembers points whose values were handed to HDF5. */
  add(points: readonly AxisRange[]): void {
    this.#pending = mergeRanges([...this.#pending, ...points]);
  }

  /**
   * Sets the keys of all these points and flushes them. Their values must have been flushed.
   *
   * @throws Hdf5Error; then the points stay without a key, as far as this process knows.
   */
  async publish(): Promise<void> {
    const points = this.#pending;
    for (const range of points) {
      for (const { row, columns } of rowRuns(this.#scan, range)) {
        const [first, stop] = columns;
        await growTo(this.#keys, (row[0] ?? stop - 1) + 1);
        await this.#keys.write([...row, columns], new Int32Array(stop - first).fill(isReadable));
      }
    }
    await this.#keys.flush();
    this.#pending = [];
  }
}
