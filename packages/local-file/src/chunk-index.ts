import { Unreadable } from './byte-cursor.js';
import { readChunkLayout, type ChunkIndexKind, type ChunkLayout } from './chunk-layout.js';
import { noPlaces, takePlaces, type ChunkPlaces } from './chunk-places.js';
import type { ElementArray } from './element-array.js';
import { ExtensibleArray } from './extensible-array.js';
import { FixedArray } from './fixed-array.js';
import { IndexFile } from './index-file.js';
import { VerifiedBlocks } from './verified-blocks.js';

/** Tells where the chunks of a dataset are stored; to be used as long as the dataset is in the file. */
export interface ChunkIndex {
  readonly kind: ChunkIndexKind;
  /** Elements per axis, slowest axis first. */
  readonly chunkShape: readonly number[];
  /** Bytes of a chunk before its filters, so of every chunk that is stored without filters. */
  readonly chunkBytes: number;
  /** Whether chunks go through filters; their sizes then differ. */
  readonly isFiltered: boolean;
  /**
   * How chunks are numbered: chunk (i, j, …), counted in chunks, has the number i × steps[0] + j × steps[1] + …. Rows
   * follow each other as the dataset is at its largest, not as it is now, and an axis without end comes first.
   */
  readonly steps: readonly number[];
  /**
   * The places of chunks whose numbers follow each other, as they are in the file now.
   *
   * That a chunk is stored does not tell that its bytes are: where the file ends before, they were not written.
   *
   * @param file A descriptor of the same file as the index was opened with, open for reading.
   * @returns `undefined` where not all of them are certain, also for a moment while a writer changes the index, and
   * for numbers beyond what the dataset can grow to.
   * @throws RangeError for numbers that are no whole ones, or negative.
   */
  places(file: number, first: number, count: number): ChunkPlaces | undefined;
}

export type { ChunkPlaces };

const attempts = 3;

/**
 * Reads the index of a dataset's chunks straight from the file, without HDF5, which looks all chunks through to tell
 * where one is. Takes no lock and disturbs no writer.
 *
 * @param file A descriptor, open for reading. It stays the caller's.
 * @param objectAddress Address of the dataset's object header, from the file's base.
 * @returns `undefined` where the dataset has no such index (those of files of the format before HDF5 1.10, and of
 * datasets with several axes without end, are B-trees), and where that is not certain.
 */
export function openChunkIndex(file: number, objectAddress: number): ChunkIndex | undefined {
  return whenSettled(() => new StoredChunkIndex(new IndexFile(file), objectAddress));
}

class StoredChunkIndex implements ChunkIndex {
  readonly kind: ChunkIndexKind;
  readonly chunkShape: readonly number[];
  readonly chunkBytes: number;
  readonly isFiltered: boolean;
  readonly steps: readonly number[];
  readonly #file: IndexFile;
  readonly #objectAddress: number;
  readonly #blocks = new VerifiedBlocks();
  #layout: ChunkLayout;
  #array: ElementArray | undefined;

  constructor(file: IndexFile, objectAddress: number) {
    this.#file = file;
    this.#objectAddress = objectAddress;
    this.#layout = readChunkLayout(file, objectAddress);
    ({
      kind: this.kind,
      chunkShape: this.chunkShape,
      chunkBytes: this.chunkBytes,
      isFiltered: this.isFiltered,
      steps: this.steps,
    } = this.#layout);
    this.#openArray();
  }

  places(file: number, first: number, count: number): ChunkPlaces | undefined {
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || first < 0 || count < 0) {
      throw new RangeError(`no numbers of chunks: ${count} from ${first} on`);
    }
    this.#file.descriptor = file;
    return whenSettled(() => this.#find(first, count));
  }

  #find(first: number, count: number): ChunkPlaces | undefined {
    const end = first + count;
    // The message itself says where a single chunk is, which may move; and it says when there is something at all.
    if (this.kind === 'single-chunk' || this.#layout.address === undefined) this.#readLayout();
    if (end > (this.#array?.capacity ?? this.#layout.mostChunks)) return undefined;
    const places = noPlaces(count, this.isFiltered);
    if (this.#array === undefined) this.#putSideBySide(places, first);
    else this.#look(this.#array, places, first);
    return places;
  }

  #look(array: ElementArray, places: ChunkPlaces, first: number): void {
    const end = first + places.positions.length;
    const { form } = array;
    array.begin();
    for (let at = first; at < end;) {
      const run = array.runAt(this.#file, at);
      const next = Math.min(end, run.first + run.count);
      if (run.block !== undefined) {
        const from = run.block.elementsAt + (at - run.first) * form.size;
        const bytes = this.#blocks.read(this.#file, run.block, from, from + (next - at) * form.size);
        takePlaces(places, at - first, next - at, bytes, from, form, this.#file.base);
      }
      at = next;
    }
  }

  /** A single chunk, or chunks without an index, of which each has its place from the beginning. */
  #putSideBySide({ positions, sizes, filterMasks }: ChunkPlaces, first: number): void {
    const { address, size, filterMask, chunkBytes } = this.#layout;
    if (address === undefined) return;
    for (let i = 0; i < positions.length; i++) positions[i] = this.#file.base + address + (first + i) * chunkBytes;
    sizes?.fill(size);
    filterMasks?.fill(filterMask);
  }

  #readLayout(): void {
    const layout = readChunkLayout(this.#file, this.#objectAddress);
    const isSame = layout.kind === this.kind && layout.isFiltered === this.isFiltered;
    if (!isSame || layout.steps.join() !== this.steps.join() || layout.chunkShape.join() !== this.chunkShape.join()) {
      throw new Unreadable('another dataset');
    }
    this.#layout = layout;
    this.#openArray();
  }

  #openArray(): void {
    const { address, kind } = this.#layout;
    if (address === undefined) return;
    if (kind === 'extensible-array') this.#array = new ExtensibleArray(this.#file, this.#layout, address);
    else if (kind === 'fixed-array') this.#array = new FixedArray(this.#file, this.#layout, address);
  }
}

/** A writer may be in the middle of changing what is read; it is through with that in microseconds. */
function whenSettled<Answer>(read: () => Answer): Answer | undefined {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return read();
    } catch (error) {
      // What the system says against reading, HDF5 will tell.
      if (!(error instanceof Unreadable)) return undefined;
    }
  }
  return undefined;
}
