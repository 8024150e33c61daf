import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import type { FollowedRange, Frontier } from './frontier.js';

/**
 * Tells how far elements are written that the extents cover newly, for writers that extend a dataset before they write it.
 *
 * @param start The first of these elements, all before which are ready.
 * @param stop Behind the last of them.
 * @returns An element from `start` to `stop`, before which all are written. It is asked again at each poll until that is `stop`.
 */
export type WrittenTo = (start: number, stop: number) => Promise<number>;

/** What all of several datasets have along their first axis, by their extents alone. Its units are elements of that axis. */
export class CommonExtent implements Frontier {
  readonly skipped: readonly FollowedRange[] = [];
  readonly size: number | null;
  readonly isUpToDate = true;
  readonly #datasets: readonly Dataset[];
  readonly #writtenTo: WrittenTo | undefined;
  #from: number;
  #ready: number;

  /** @param limit Smallest limit of the first axis, `null` without one. */
  constructor(datasets: readonly Dataset[], limit: number | null, from: number, writtenTo?: WrittenTo) {
    this.#datasets = datasets;
    this.#writtenTo = writtenTo;
    this.size = limit;
    this.#from = from;
    this.#ready = from;
  }

  get from(): number {
    return this.#from;
  }

  get ready(): number {
    return this.#ready;
  }

  get reached(): number {
    return this.#ready;
  }

  get missing(): number | undefined {
    const known = this.size ?? Math.max(...this.#datasets.map(extentOf));
    return this.#ready < known ? this.#ready : undefined;
  }

  get isComplete(): boolean {
    return this.size !== null && this.#ready >= this.size;
  }

  get unreached(): FollowedRange | undefined {
    return this.size === null || this.#ready >= this.size ? undefined : { start: this.#ready, stop: this.size };
  }

  runFrom(index: number): FollowedRange {
    return { start: index, stop: this.#ready };
  }

  reset(from: number): void {
    this.#from = from;
    this.#ready = from;
  }

  /**
   * Takes in what the writer has flushed, dataset by dataset: what the first one has is then there in the others too.
   *
   * @throws Hdf5Error `FILE_REPLACED` where a dataset has lost elements that were handed out.
   */
  async advance(signal: AbortSignal | undefined): Promise<void> {
    let common = this.size ?? Infinity;
    for (const dataset of this.#datasets) {
      signal?.throwIfAborted();
      await dataset.refresh();
      const extent = extentOf(dataset);
      if (extent < this.#ready && this.#ready > this.#from) throw shrunk(dataset, this.#ready);
      common = Math.min(common, extent);
    }
    if (common <= this.#ready) return;
    const start = this.#ready;
    const written = (await this.#writtenTo?.(start, common)) ?? common;
    this.#ready = Math.min(Math.max(start, written), common);
  }

  passHoles(): Promise<boolean> {
    return Promise.resolve(false);
  }

  countHeldBack(): Promise<number> {
    return Promise.resolve(0);
  }
}

function extentOf({ shape }: Dataset): number {
  return shape?.[0] ?? 0;
}

function shrunk(dataset: Dataset, ready: number): Hdf5Error {
  const message = `element ${ready - 1} was there, and its shape is ${shapeText(dataset.shape ?? [])} by now`;
  return new Hdf5Error('FILE_REPLACED', `${message}: the file was written anew`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Follow it anew',
  });
}
