import type { Attributes } from './attributes.js';
import type { Dtype } from './dtype.js';
import type { DataOf, Slab } from './dtype-data.js';
import type { Hdf5File, WriterState } from './file.js';
import type { Filter } from './filters.js';
import type { Selection } from './selection.js';

/** Options of a read. */
export interface ReadOptions<D extends Dtype = Dtype> {
  /**
   * Array to fill instead of a fresh one; must be of the class that the dtype asks for and hold exactly the selected
   * elements. The result's `data` is this array. For numbers, enums, booleans and arrays of numbers.
   */
  readonly into?: DataOf<D>;
  /** Ends the call with the signal's reason, before HDF5 is entered. */
  readonly signal?: AbortSignal;
}

/** Options of a write. */
export interface WriteOptions {
  /** Ends the call with the signal's reason, before HDF5 is entered. */
  readonly signal?: AbortSignal;
}

/** A chunk as it is stored. */
export interface RawChunk {
  /** The filtered bytes, the caller's own. */
  readonly bytes: Uint8Array;
  /** Bit i set: filter i of the pipeline was left out for this chunk. */
  readonly filterMask: number;
}

/** Where a chunk is stored. */
export interface ChunkInfo {
  /** First element of the chunk, per axis. */
  readonly offset: readonly number[];
  /** Place in the file, in bytes. */
  readonly address: number;
  /** Stored size in bytes. */
  readonly size: number;
  readonly filterMask: number;
}

/**
 * A dataset of an open file.
 *
 * `shape` is what the last {@link Dataset.refresh} saw: it does not grow by itself while a writer adds data. The elements
 * read are at least as new as that; another object's refresh may make them newer.
 */
export interface Dataset<D extends Dtype = Dtype> {
  readonly kind: 'dataset';
  /** The file it was opened from. */
  readonly file: Hdf5File;
  /** Absolute path inside the file, as it was asked for. */
  readonly path: string;
  readonly dtype: D;
  /** Current extents, slowest axis first; empty for a single value; `null` for a null dataspace. */
  readonly shape: readonly number[] | null;
  /** Largest extents; `null` along an unlimited axis. `null` as a whole for a null dataspace. */
  readonly maxShape: readonly (number | null)[] | null;
  /** Extents of a chunk; `null` where the dataset is not chunked. */
  readonly chunks: readonly number[] | null;
  /** Filter pipeline, in the order of writing. */
  readonly filters: readonly Filter[];
  /** Value of unwritten elements, where it is set and the backend can tell it. */
  readonly fillValue?: number | bigint | string;
  /** Whether the elements come from other datasets (a virtual dataset). */
  readonly isVirtual: boolean;
  readonly attributes: Attributes;

  /**
   * Takes in what the writer has flushed so far: extents and data.
   *
   * @throws Hdf5Error `CLOSED`; `FILE_REPLACED` if another file has taken the name, `FILE_NOT_FOUND` if none has;
   * `OBJECT_NOT_FOUND` if the dataset is gone, `WRONG_DTYPE` if it is another one; `NOT_SWMR_READABLE` or
   * `TRANSIENT_READ`, both retryable, while a writer is in the middle of a change.
   */
  refresh(): Promise<void>;

  /**
   * Reads the selected elements, by default all.
   *
   * @throws Hdf5Error `OUT_OF_RANGE`, `UNSUPPORTED_DTYPE`, `FILTER_MISSING`, `NULL_DATASPACE`, `CORRUPT_FILE`,
   * `TRANSIENT_READ` (retryable), `CLOSED`.
   */
  read(selection?: Selection, options?: ReadOptions<D>): Promise<Slab<D>>;

  /**
   * Writes the selected elements, `null` for all. `data` is not kept after the call.
   *
   * @throws Hdf5Error `READ_ONLY`, `OUT_OF_RANGE`, `INVALID_DATA` if `data` does not fit, `UNSUPPORTED_DTYPE`,
   * `NO_SPACE`, `CLOSED`.
   */
  write(selection: Selection | null, data: DataOf<D>, options?: WriteOptions): Promise<void>;

  /**
   * Changes the extents, up to `maxShape`.
   *
   * @throws Hdf5Error `READ_ONLY`, `OUT_OF_RANGE`, `WRONG_SHAPE` if the rank differs, `CLOSED`.
   */
  resize(shape: readonly number[]): Promise<void>;

  /**
   * Makes what was written to this dataset visible to readers. A backend may flush the whole file.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, `CLOSED`.
   */
  flush(): Promise<void>;

  /**
   * What the files that hold the elements say of their writers, read anew at each call. These are other files than
   * {@link Dataset.file} where the path goes through an external link and where the dataset is virtual. `closed` only if
   * all of them are.
   *
   * @throws Hdf5Error `CLOSED`.
   */
  writerState(): Promise<WriterState>;

  /**
   * The source files of a virtual dataset that cannot be read at this moment: those that are not there, hold no HDF5, or
   * whose writer has not begun SWMR mode. HDF5 reads their elements as fill values, without an error. None for any other
   * dataset.
   *
   * @throws Hdf5Error `CLOSED`.
   */
  unreadableSources(): Promise<readonly string[]>;

  /**
   * Reads the chunk that holds the element at `offset`, as stored. With the capability `readChunk`.
   *
   * @throws Hdf5Error `OUT_OF_RANGE` also where the chunk is not stored; `WRONG_SHAPE` where the rank differs or the
   * dataset has no chunks; `TRANSIENT_READ` (retryable), `CORRUPT_FILE`, `CLOSED`.
   */
  readChunk?(offset: readonly number[]): Promise<RawChunk>;
  /**
   * Where the chunk with the element at `offset` is stored, in the file that holds the dataset; `null` if it is not.
   * With the capability `readChunk`.
   *
   * @throws Hdf5Error `OUT_OF_RANGE`, `WRONG_SHAPE`, `TRANSIENT_READ` (retryable), `CORRUPT_FILE`, `CLOSED`.
   */
  chunkInfo?(offset: readonly number[]): Promise<ChunkInfo | null>;
  /**
   * Writes a chunk as it shall be stored. With the capability `writeChunk`.
   *
   * @throws Hdf5Error `READ_ONLY`, `OUT_OF_RANGE`, `WRONG_SHAPE`, `NO_SPACE`, `CLOSED`.
   */
  writeChunk?(offset: readonly number[], chunk: RawChunk): Promise<void>;
}
