import { Unreadable } from './byte-cursor.js';
import { readChunkLayout, type ChunkIndexKind, type ChunkLayout } from './chunk-layout.js';
import { noPlaces, takePlaces, type ChunkPlaces } from './chunk-places.js';
import { chunkRows } from './chunk-rows.js';
import type { ChunkTree } from './chunk-tree.js';
import type { ElementArray } from './element-array.js';
import { ExtensibleArray } from './extensible-array.js';
import { FixedArray } from './fixed-array.js';
import { IndexFile } from './index-file.js';
import { VerifiedBlocks } from './verified-blocks.js';
import { Version1ChunkTree } from './version-1-chunk-tree.js';
import { Version2ChunkTree } from './version-2-chunk-tree.js';
import { whenSettled } from './when-settled.js';

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
   * follow each other as the dataset is at its largest, not as it is now, and an axis without end comes first. Empty
   * where chunks have no numbers because a B-tree tells where they are.
   */
  readonly steps: readonly number[];
  /**
   * The places of chunks whose numbers follow each other, as they are in the file now.
   *
   * That a chunk is stored does not tell that its bytes are: where the file ends before, they were not written.
   *
   * @param file A descriptor of the same file as the index was opened with, open for reading.
   * @returns `undefined` where not all of them are certain, also for a moment while a writer changes the index, for
   * numbers beyond what the dataset can grow to, and where chunks have no numbers.
   * @throws RangeError for numbers that are no whole ones, or negative.
   */
  places(file: number, first: number, count: number): ChunkPlaces | undefined;
  /**
   * The places of a block of chunks, the fastest axis first, like {@link ChunkIndex.places}; of every kind of index.
   *
   * @param first The chunk that the block begins with, counted in chunks, slowest axis first.
   * @param counts Chunks along each axis.
   * @throws RangeError also where there are not as many of them as axes.
   */
  placesIn(file: number, first: readonly number[], counts: readonly number[]): ChunkPlaces | undefined;
}

export type { ChunkPlaces };

/**
 * Reads the index of a dataset's chunks straight from the file, without HDF5, which looks all chunks through to tell
 * where one is. Takes no lock and disturbs no writer.
 *
 * @param file A descriptor, open for reading. It stays the caller's.
 * @param objectAddress Address of the dataset's object header, from the file's base.
 * @returns `undefined` where the dataset has no chunks, where chunks over its edge are stored in another way than the
 * others (`H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS`), and where it is not certain.
 */
export function openChunkIndex(file: number, objectAddress: number): ChunkIndex | undefined {
  return whenSettled(() => new StoredChunkIndex(new IndexFile(file), objectAddress));
}

/** The index of a dataset whose header was read already; see {@link openChunkIndex}. @throws Unreadable */
export function chunkIndexOf(file: IndexFile, objectAddress: number, layout: ChunkLayout): ChunkIndex {
  return new StoredChunkIndex(file, objectAddress, layout);
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
  #tree: ChunkTree | undefined;

  constructor(file: IndexFile, objectAddress: number, layout = readChunkLayout(file, objectAddress)) {
    this.#file = file;
    this.#objectAddress = objectAddress;
    this.#layout = layout;
    ({
      kind: this.kind,
      chunkShape: this.chunkShape,
      chunkBytes: this.chunkBytes,
      isFiltered: this.isFiltered,
      steps: this.steps,
    } = this.#layout);
    this.#openIndex();
  }

  places(file: number, first: number, count: number): ChunkPlaces | undefined {
    if (this.steps.length === 0) return undefined;
    if (!isCount(first) || !isCount(count)) throw new RangeError(`no numbers of chunks: ${count} from ${first} on`);
    this.#file.descriptor = file;
    return whenSettled(() => {
      this.#begin();
      if (first + count > this.#capacity) return undefined;
      const places = noPlaces(count, this.isFiltered);
      this.#find(places, first, 0, count);
      return places;
    });
  }

  placesIn(file: number, first: readonly number[], counts: readonly number[]): ChunkPlaces | undefined {
    const { mostAlong } = this.#layout;
    if (first.length !== mostAlong.length || counts.length !== mostAlong.length) {
      throw new RangeError(`a block of ${mostAlong.length} axes is needed`);
    }
    if (!first.every(isCount) || !counts.every(isCount)) {
      throw new RangeError(`no block of chunks: ${counts.join(' x ')} from (${first.join(', ')}) on`);
    }
    for (let axis = 0; axis < first.length; axis++) {
      if ((first[axis] as number) + (counts[axis] as number) > (mostAlong[axis] as number)) return undefined;
    }
    this.#file.descriptor = file;
    return whenSettled(() => {
      this.#begin();
      const places = noPlaces(
        counts.reduce((product, count) => product * count, 1),
        this.isFiltered,
      );
      if (this.steps.length === 0) this.#tree?.find(this.#file, { first, counts }, places);
      else if (!chunkRows(this.steps, first, counts, (...row) => this.#findRow(places, ...row))) return undefined;
      return places;
    });
  }

  /** The message itself says where a single chunk is, which may move; and it says when there is something at all. */
  #begin(): void {
    if (this.kind === 'single-chunk' || this.#layout.address === undefined) this.#readLayout();
    this.#array?.begin();
  }

  get #capacity(): number {
    return this.#array?.capacity ?? this.#layout.mostChunks;
  }

  #findRow(places: ChunkPlaces, first: number, to: number, count: number): boolean {
    if (first + count > this.#capacity) return false;
    this.#find(places, first, to, count);
    return true;
  }

  /** @param to The place among `places` of the first one. */
  #find(places: ChunkPlaces, first: number, to: number, count: number): void {
    if (this.#array === undefined) this.#putSideBySide(places, first, to, count);
    else this.#look(this.#array, places, first, to, count);
  }

  #look(array: ElementArray, places: ChunkPlaces, first: number, to: number, count: number): void {
    const end = first + count;
    const { form } = array;
    for (let at = first; at < end;) {
      const run = array.runAt(this.#file, at);
      const next = Math.min(end, run.first + run.count);
      if (run.block !== undefined) {
        const from = run.block.elementsAt + (at - run.first) * form.size;
        const bytes = this.#blocks.read(this.#file, run.block, from, from + (next - at) * form.size);
        takePlaces(places, to + at - first, next - at, bytes, from, form, this.#file.base);
      }
      at = next;
    }
  }

  /** A single chunk, or chunks without an index, of which each has its place from the beginning. */
  #putSideBySide({ positions, sizes, filterMasks }: ChunkPlaces, first: number, to: number, count: number): void {
    const { address, size, filterMask, chunkBytes } = this.#layout;
    if (address === undefined) return;
    for (let i = 0; i < count; i++) positions[to + i] = this.#file.base + address + (first + i) * chunkBytes;
    sizes?.fill(size, to, to + count);
    filterMasks?.fill(filterMask, to, to + count);
  }

  #readLayout(): void {
    const layout = readChunkLayout(this.#file, this.#objectAddress);
    const isSame = layout.kind === this.kind && layout.isFiltered === this.isFiltered;
    const isAlike = (key: 'steps' | 'chunkShape' | 'mostAlong'): boolean =>
      layout[key].join() === this.#layout[key].join();
    if (!isSame || !isAlike('steps') || !isAlike('chunkShape') || !isAlike('mostAlong')) {
      throw new Unreadable('another dataset');
    }
    this.#layout = layout;
    this.#openIndex();
  }

  #openIndex(): void {
    const { address, kind } = this.#layout;
    if (address === undefined) return;
    if (kind === 'extensible-array') this.#array = new ExtensibleArray(this.#file, this.#layout, address);
    else if (kind === 'fixed-array') this.#array = new FixedArray(this.#file, this.#layout, address);
    else if (kind === 'version-1-b-tree') this.#tree = new Version1ChunkTree(this.#layout, address);
    else if (kind === 'version-2-b-tree') {
      this.#tree = new Version2ChunkTree(this.#file, this.#layout, address, this.#blocks);
    }
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
