import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import type { FollowedRange, Frontier, WriterSigns } from './frontier.js';
import type { StoredExtent } from './stored-extent.js';
import type { WindowKeys } from './window-keys.js';

/** What windows are made of. */
export interface StoredWindowsParts {
  readonly datasets: readonly StoredExtent[];
  readonly keys: WindowKeys | undefined;
  readonly windowLength: number;
  /** Smallest limit of the first axis; `Infinity` without one. */
  readonly limit: number;
  readonly from: number;
}

/** The windows along the first axis that are written in every dataset, without a gap. Its units are elements of that axis. */
export class StoredWindows implements Frontier {
  readonly skipped: readonly FollowedRange[] = [];
  readonly #parts: StoredWindowsParts;
  #from: number;
  #ready: number;
  #reached: number;
  #isUpToDate = false;

  constructor(parts: StoredWindowsParts) {
    this.#parts = parts;
    this.#from = parts.from;
    this.#ready = parts.from;
    this.#reached = parts.from;
  }

  get from(): number {
    return this.#from;
  }

  get ready(): number {
    return this.#ready;
  }

  get reached(): number {
    return this.#reached;
  }

  get size(): number | null {
    const { limit } = this.#parts;
    return limit === Infinity ? null : limit;
  }

  get missing(): number | undefined {
    const { datasets, limit } = this.#parts;
    const known = limit === Infinity ? Math.max(...datasets.map(({ extent }) => extent)) : limit;
    return this.#ready < known ? this.#ready : undefined;
  }

  get isUpToDate(): boolean {
    return this.#isUpToDate;
  }

  get isComplete(): boolean {
    return this.#ready >= this.#parts.limit;
  }

  get unreached(): FollowedRange | undefined {
    const { size } = this;
    return size === null || this.#ready >= size ? undefined : { start: this.#ready, stop: size };
  }

  runFrom(index: number): FollowedRange {
    return { start: index, stop: this.#ready };
  }

  reset(from: number): void {
    this.#from = from;
    this.#ready = from;
    this.#reached = from;
    this.#isUpToDate = false;
    for (const dataset of this.#parts.datasets) dataset.reset(from);
    this.#parts.keys?.reset(from);
  }

  /**
   * Takes in what the writer has flushed: first of the keys, then of the datasets, so that what a key speaks for is there.
   *
   * @throws Hdf5Error `FILE_REPLACED` where a dataset has lost elements that were handed out.
   */
  async advance(signal: AbortSignal | undefined, writer: WriterSigns): Promise<void> {
    const { datasets, keys, limit, windowLength } = this.#parts;
    await keys?.advance(signal, writer);
    for (const { dataset } of datasets) {
      signal?.throwIfAborted();
      await dataset.refresh();
    }
    let target = Math.min(limit, keys?.covered ?? Infinity);
    for (const stored of datasets) {
      requireKept(stored, this.#from, this.#ready);
      await stored.advance(target, this.#ready, signal);
      target = Math.min(target, stored.covered);
    }
    this.#reached = Math.max(this.#reached, target);
    // A writer that is done makes no window longer.
    const isWhole = writer.isDone || target >= limit;
    this.#ready = Math.max(this.#ready, isWhole ? target : target - (target % windowLength));
    this.#isUpToDate = (keys?.isUpToDate ?? true) && datasets.every(({ isUpToDate }) => isUpToDate);
  }

  passHoles(): Promise<boolean> {
    return Promise.resolve(false);
  }

  countHeldBack(): Promise<number> {
    return Promise.resolve(0);
  }
}

function requireKept({ dataset, extent }: StoredExtent, from: number, ready: number): void {
  if (dataset.isVirtual || ready === from || extent >= ready) return;
  throw replaced(dataset, ready);
}

function replaced(dataset: Dataset, ready: number): Hdf5Error {
  const message = `element ${ready - 1} was there, and its shape is ${shapeText(dataset.shape ?? [])} by now`;
  return new Hdf5Error('FILE_REPLACED', `${message}: the file was written anew`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Follow it anew',
  });
}
