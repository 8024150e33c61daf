import type { Dataset, NumericArray } from '@h5tail/adapter';
import { firstZero } from './first-zero.js';
import type { DiagnosticListener } from './follow-diagnostic.js';
import { requireNumbers } from './require-numbers.js';

/** The dataset by which the writer says that it is done: one element, zero until then. */
export class FinishedFlag {
  readonly #dataset: Dataset;
  readonly #report: DiagnosticListener;
  #isSet = false;
  #wasIgnored = false;

  /** @throws Hdf5Error `WRONG_DTYPE`. */
  constructor(dataset: Dataset, report: DiagnosticListener) {
    requireNumbers(dataset, 'the finished dataset');
    this.#dataset = dataset;
    this.#report = report;
  }

  /** Whether it was seen set. It stays so: a scan that is finished does not begin again. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** Looks again, unless it was seen set. */
  async poll(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isSet) return;
    signal?.throwIfAborted();
    await this.#dataset.refresh();
    const { shape } = this.#dataset;
    const size = shape?.reduce((product, extent) => product * extent, 1);
    if (size === 0) return;
    if (size !== 1) {
      const isNews = !this.#wasIgnored;
      this.#wasIgnored = true;
      if (isNews) this.#report({ kind: 'finished-ignored', path: this.#dataset.path, shape });
      return;
    }
    const { data } = await this.#dataset.read([], signal === undefined ? {} : { signal });
    this.#isSet = firstZero(data as NumericArray) === 1;
  }
}
