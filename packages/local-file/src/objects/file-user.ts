import type { Attributes, CreateDatasetOptions, Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import type { FileAccess, ObjectAccess } from './object-access.js';
import type { OpenState } from './open-state.js';

/** Options of a new dataset of any dtype; whether the content fits its dtype is found out when it is encoded. */
export type NewDatasetOptions = Omit<CreateDatasetOptions, 'data'> & { readonly data?: unknown };

/** What the objects of one `openFile` call stand on. */
export interface FileUser<Access extends ObjectAccess = ObjectAccess> {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;

  /**
   * Runs `work` with the open file. It is open until `work` returns; on a backend whose calls may run on another thread,
   * until its promise settles.
   *
   * In a file that is being written, work that fails may run a second time; see `readWhileWritten`.
   *
   * @throws Hdf5Error `CLOSED`, and what `work` throws.
   */
  use<Result>(work: (access: Access) => Result | Promise<Result>): Promise<Result>;

  /** The attributes of the object at a path. */
  attributes(path: string): Attributes;

  /** Opens a dataset that exists. */
  openDataset(file: Hdf5File, path: string): Promise<Dataset>;

  /**
   * Creates a dataset.
   *
   * @param makeWay Checks that the name is free and creates the groups on the way to it. To be called within
   * {@link FileUser.use}, when nothing else speaks against the dataset any more.
   */
  createDataset(path: string, options: NewDatasetOptions, makeWay: (access: Access) => void): Promise<void>;
}

/** What an open file itself stands on. */
export interface OpenFileUser<Access extends FileAccess = FileAccess> extends FileUser<Access> {
  /** Takes in what a writer has flushed, for all objects, and throws where the file cannot be read any more. */
  refresh(): Promise<void>;

  /**
   * Closes the file and sets `state.closed`; again does nothing.
   *
   * @throws Hdf5Error where not everything could be written; the file counts as closed then too.
   */
  close(): void | Promise<void>;
}
