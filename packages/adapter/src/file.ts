import type { Hdf5Adapter } from './adapter.js';
import type { Dataset } from './dataset.js';
import type { DtypeName, NamedDtypes } from './dtype-name.js';
import type { Group } from './group.js';

/** `r` read; `r+` read and write an existing file; `w` create, replacing a file; `wx` create, fail if there is one. */
export type FileMode = 'r' | 'r+' | 'w' | 'wx';

/**
 * What the file says of its writer, from the flags in its superblock.
 *
 * - `closed`: no writer has it open.
 * - `writing`: a writer has it open and has not started SWMR mode.
 * - `swmr-writing`: a writer has it open in SWMR mode.
 * - `unknown`: the file's format (superblock below version 3) does not record it.
 *
 * A writer that was killed leaves its flags behind, so `writing` and `swmr-writing` also mean "was never closed".
 */
export type WriterState = 'closed' | 'writing' | 'swmr-writing' | 'unknown';

/** Options for opening a file with an adapter. */
export interface OpenOptions {
  readonly mode: FileMode;
  /** With `r`: read while a writer is at it. With `r+`: write while readers are at it. Default: false. */
  readonly swmr?: boolean;
  /**
   * With `w` and `wx`: a small complete HDF5 file to start from, for structures that not every backend can create.
   * Default: an empty file.
   */
  readonly skeleton?: Uint8Array;
  /**
   * With `r+`: open the file although another program has a lock on it, for those who know that it only reads; HDF5 locks for
   * reading too. What the file says of its writer counts all the same. Default: false.
   */
  readonly ignoreLocks?: boolean;
  readonly signal?: AbortSignal;
}

/** An open file. */
export interface Hdf5File {
  readonly adapter: Hdf5Adapter;
  /** Absolute path. */
  readonly path: string;
  readonly mode: FileMode;
  readonly status: 'open' | 'closed';
  /** Role in single-writer/multiple-readers access. */
  readonly swmr: 'none' | 'read' | 'write';
  readonly root: Group;

  /** Opens a group by its absolute path; same as `root.group(path)`. */
  group(path: string): Promise<Group>;
  /** Opens a dataset by its absolute path; same as `root.dataset(path)`. */
  dataset(path: string): Promise<Dataset>;
  dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;

  /**
   * Switches a file opened for writing to SWMR mode: from now on readers may open it, and no object may be created.
   *
   * The way back is to close the file and open it again. In between it says `closed`, so whoever follows it shall be
   * told to stay (`endWhenClosed: false` of `@h5tail/follower`).
   *
   * @throws Hdf5Error `READ_ONLY`, `NOT_SWMR_WRITABLE`, `CLOSED`.
   */
  startSwmrWrite(): Promise<void>;

  /**
   * Makes all that was written visible to readers.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`, `CLOSED`.
   */
  flush(): Promise<void>;

  /**
   * Takes in what a writer has flushed so far, for all objects of the file. `Dataset.shape` follows with the dataset's
   * own `refresh`.
   *
   * @throws Hdf5Error `CLOSED`; retryable codes while a writer is in the middle of a change.
   */
  refresh(): Promise<void>;

  /**
   * What the file says of its writer, read anew at each call.
   *
   * @throws Hdf5Error `FILE_NOT_FOUND` if the file is gone, `CLOSED`.
   */
  writerState(): Promise<WriterState>;

  /**
   * Calls `listener` soon after the file changed, where the place of the file can tell; several changes may come as one
   * call, and a call may come without a change.
   *
   * Closing the file ends it too.
   *
   * @returns A function that ends it, or `null` where changes cannot be told (network file systems): poll instead.
   */
  watch(listener: () => void): (() => void) | null;

  /**
   * Path of the object that a reference points to, `null` if it points to nothing.
   *
   * @param reference The bytes of one element of a reference dtype.
   * @throws Hdf5Error `INVALID_DATA` for a number of bytes that no reference has; `CLOSED`.
   */
  resolveReference(reference: Uint8Array): Promise<string | null>;

  /** Bytes of an object reference to a path of this file, for writing. */
  createReference(path: string): Promise<Uint8Array>;

  /** Closes the file; its objects throw `CLOSED` from now on. Closing again does nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
