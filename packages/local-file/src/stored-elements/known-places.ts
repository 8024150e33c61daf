import type { ElementStorage } from '../element-storage.js';

/** Neighbours of a chunk that are looked up with it: it takes no longer, and frames are mostly read in their order. */
const mostAtOnce = 64;

/**
 * The places of single chunks, each looked up once between two refreshes.
 *
 * The place of a chunk that is stored without filters stays, unless the dataset shrinks and grows again; and even then its
 * bytes stay where they were, as a writer in SWMR mode gives no space back. So until a refresh this is as right as what
 * HDF5 itself keeps of the index. A chunk that is not stored may be a moment later, and is looked for each time.
 */
export class KnownPlaces {
  readonly storage: ElementStorage;
  /** A row of chunks along one axis. */
  #axis = 0;
  #first: readonly number[] = [];
  #positions: Float64Array = new Float64Array(0);

  constructor(storage: ElementStorage) {
    this.storage = storage;
  }

  /** To be called when a refresh is asked for. */
  forget(): void {
    this.#first = [];
  }

  /**
   * Where a chunk of a dataset without filters begins in the file; `undefined` where it is not stored, or not certain.
   *
   * @param shape Extents of the dataset as it was seen last.
   */
  of(file: number, chunk: readonly number[], shape: readonly number[]): number | undefined {
    const known = this.#known(chunk);
    if (known >= 0) return known;
    const { chunkShape } = this.storage;
    const along = (axis: number): number => Math.ceil((shape[axis] as number) / (chunkShape[axis] as number));
    let axis = chunk.length - 1;
    while (axis > 0 && along(axis) === 1) axis--;
    const count = Math.min(mostAtOnce, Math.max(1, along(axis) - (chunk[axis] as number)));
    const first = [...chunk];
    const places = this.storage.placesIn(
      file,
      first,
      chunk.map((_, each) => (each === axis ? count : 1)),
    );
    if (places === undefined) return undefined;
    [this.#axis, this.#first, this.#positions] = [axis, first, places.positions];
    const position = places.positions[0] ?? -1;
    return position < 0 ? undefined : position;
  }

  #known(chunk: readonly number[]): number {
    const first = this.#first;
    if (first.length === 0) return -1;
    for (let axis = 0; axis < chunk.length; axis++) {
      if (axis !== this.#axis && chunk[axis] !== first[axis]) return -1;
    }
    return this.#positions[(chunk[this.#axis] as number) - (first[this.#axis] as number)] ?? -1;
  }
}
