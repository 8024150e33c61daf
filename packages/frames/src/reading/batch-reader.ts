import { elementSize, isNumberDtype, type Slab } from '@h5tail/adapter';
import { retryWhileGrowing, type Clock } from '@h5tail/follower';
import type { PointRun } from '../points/point-run.js';
import type { FrameBatch } from './frame-batch.js';
import type { RunReader } from './run-reader.js';
import { SpareArrays } from './spare-arrays.js';

/** What a {@link BatchReader} works with. */
export interface BatchReaderParts {
  /** By the names that the frames get. */
  readonly readers: ReadonlyMap<string, RunReader>;
  /** How long to wait for a frame that lags behind its key, in milliseconds. */
  readonly retryBudgetMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Whether the memory of a batch of so many points is read into again. */
  readonly reusesMemory: (points: number) => boolean;
}

/** Reads the frames of all datasets at the points of a run. */
export class BatchReader {
  readonly #parts: BatchReaderParts;
  readonly #spare = new Map<string, SpareArrays>();

  constructor(parts: BatchReaderParts) {
    this.#parts = parts;
    for (const name of parts.readers.keys()) this.#spare.set(name, new SpareArrays());
  }

  /** Bytes of the frames of one point, as of the last refresh; `Infinity` where elements have no fixed size. */
  get pointBytes(): number {
    let bytes = 0;
    for (const reader of this.#parts.readers.values()) {
      for (const { dtype } of reader.datasets.slice(0, 1)) {
        const elements = reader.frameShape.reduce((product, extent) => product * extent, 1);
        bytes += isNumberDtype(dtype) ? elements * elementSize(dtype) : Infinity;
      }
    }
    return bytes;
  }

  /**
   * Takes in what the writer has flushed of all datasets: to be called after the keys were read and before the frames are.
   * Faults that may pass are tried again.
   *
   * @param left Ends that when nobody waits for it any more.
   */
  refresh(left: AbortSignal): Promise<void> {
    return this.#patiently(() => this.#refresh(), left);
  }

  /** Reads a run at once. @throws Hdf5Error Whatever the first read that fails throws. */
  async read(run: PointRun): Promise<FrameBatch> {
    const { readers, signal } = this.#parts;
    const slabs = new Map<string, Slab>();
    for (const [name, reader] of readers) {
      signal?.throwIfAborted();
      const into = this.#spareFor(name, reader, run.count);
      slabs.set(name, await reader.read(run, { signal, ...(into === undefined ? {} : { into }) }));
    }
    return { run, slabs };
  }

  /** Reads a run, and waits for what lags behind its key. */
  readPatiently(run: PointRun, left: AbortSignal): Promise<FrameBatch> {
    return this.#patiently(async (number) => {
      if (number > 0) await this.#refresh();
      return this.read(run);
    }, left);
  }

  /** Takes back the memory of a batch that nobody looks at any more, to read the next ones into it. */
  giveBack({ run, slabs }: FrameBatch): void {
    if (!this.#parts.reusesMemory(run.count)) return;
    for (const [name, { data }] of slabs) this.#spare.get(name)?.giveBack(data);
  }

  #spareFor(name: string, { datasets, frameShape }: RunReader, count: number): ReturnType<SpareArrays['take']> {
    const [first] = datasets;
    if (!this.#parts.reusesMemory(count) || first === undefined || !isNumberDtype(first.dtype)) return undefined;
    return this.#spare.get(name)?.take(frameShape.reduce((product, extent) => product * extent, count));
  }

  async #refresh(): Promise<void> {
    for (const reader of this.#parts.readers.values()) await reader.refresh();
  }

  #patiently<Result>(attempt: (number: number) => Promise<Result>, left: AbortSignal): Promise<Result> {
    const { retryBudgetMs, clock, signal } = this.#parts;
    const either = signal === undefined ? left : AbortSignal.any([signal, left]);
    return retryWhileGrowing(attempt, { budgetMs: retryBudgetMs, clock, signal: either });
  }
}
