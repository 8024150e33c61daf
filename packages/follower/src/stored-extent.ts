import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';

/** Chunks that one advance asks for at most: the first of very many shall not wait for the last. */
const largestAdvance = 4096;

/**
 * How far one dataset is written along its first axis: up to its extent, and no further than all its chunks are stored.
 *
 * A chunk that was seen stored is not asked for again, so each is asked for about once.
 */
export class StoredExtent {
  readonly dataset: Dataset;
  readonly #isStored: ((offset: readonly number[]) => Promise<boolean>) | undefined;
  readonly #chunks: readonly number[];
  #storedTo = 0;
  /** Number of chunks along each axis but the first, as of the last advance. */
  #grid: readonly number[] = [];
  /** Number of chunks of the grid that were seen stored at `#storedTo`. */
  #across = 0;
  #covered = 0;
  #isUpToDate = false;

  /** @throws Hdf5Error `UNSUPPORTED` where nothing tells which chunks are stored. */
  constructor(dataset: Dataset, from: number) {
    this.dataset = dataset;
    this.#chunks = dataset.isVirtual ? [] : (dataset.chunks ?? []);
    this.#isStored = this.#chunks.length === 0 ? undefined : chunkQuestion(dataset);
    this.reset(from);
  }

  /** Element along the first axis up to which all is written. */
  get covered(): number {
    return this.#covered;
  }

  /** Whether the last advance went on to the end of what is written. */
  get isUpToDate(): boolean {
    return this.#isUpToDate;
  }

  /** Current extent of the first axis; 0 where another axis has none. */
  get extent(): number {
    const shape = this.dataset.shape ?? [];
    return shape.includes(0) ? 0 : (shape[0] ?? 0);
  }

  reset(from: number): void {
    this.#storedTo = this.#chunkStart(from);
    this.#across = 0;
    this.#covered = 0;
    this.#isUpToDate = false;
  }

  /**
   * Looks on, by what the last refresh of the dataset saw.
   *
   * @param target Element to stop before, because other datasets allow no more.
   * @param ready Element before which all was given away: what lies behind it is looked at anew where the grid of chunks
   * has changed.
   */
  async advance(target: number, ready: number, signal: AbortSignal | undefined): Promise<void> {
    const stop = Math.min(target, this.extent);
    this.#isUpToDate = true;
    if (this.#isStored === undefined) {
      this.#covered = stop;
      return;
    }
    this.#keepToGrid(ready);
    const inRow = this.#grid.reduce((count, chunks) => count * chunks, 1);
    for (let asked = 0; this.#storedTo < stop; asked++) {
      signal?.throwIfAborted();
      this.#isUpToDate = asked < largestAdvance;
      if (!this.#isUpToDate || !(await this.#isStored(this.#offset()))) break;
      if (++this.#across < inRow) continue;
      this.#across = 0;
      this.#storedTo += this.#chunks[0] as number;
    }
    this.#covered = Math.min(this.#storedTo, stop);
  }

  /** Where another axis has more chunks by now, the count of chunks means others, and those seen stored are not all. */
  #keepToGrid(ready: number): void {
    const shape = this.dataset.shape ?? [];
    const grid = shape.slice(1).map((extent, axis) => Math.ceil(extent / (this.#chunks[axis + 1] as number)));
    if (grid.every((count, axis) => count === this.#grid[axis])) return;
    this.#grid = grid;
    this.#across = 0;
    this.#storedTo = Math.min(this.#storedTo, this.#chunkStart(ready));
  }

  /** First element of the chunk that an element lies in. */
  #chunkStart(element: number): number {
    const length = this.#chunks[0] ?? 1;
    return Math.floor(element / length) * length;
  }

  /** First element of the chunk that comes next. */
  #offset(): number[] {
    const offset = [this.#storedTo];
    let rest = this.#across;
    for (let axis = this.#grid.length - 1; axis >= 0; axis--) {
      const count = this.#grid[axis] as number;
      offset[axis + 1] = (rest % count) * (this.#chunks[axis + 1] as number);
      rest = Math.floor(rest / count);
    }
    return offset;
  }
}

function chunkQuestion(dataset: Dataset): (offset: readonly number[]) => Promise<boolean> {
  if (typeof dataset.chunkInfo === 'function') {
    return async (offset) => ((await dataset.chunkInfo?.(offset)) ?? null) !== null;
  }
  const backend = dataset.file.adapter.name;
  throw new Hdf5Error('UNSUPPORTED', `the backend '${backend}' lacks the capability readChunk`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: `Which of its chunks ${shapeText(dataset.chunks ?? [])} are stored takes a backend with that capability`,
  });
}
