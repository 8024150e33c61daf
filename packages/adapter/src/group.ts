import type { Attributes } from './attributes.js';
import type { Dataset } from './dataset.js';
import type { DtypeName, NamedDtypes } from './dtype-name.js';
import type { Dtype } from './dtype.js';
import type { DataOf } from './dtype-data.js';
import type { Hdf5File } from './file.js';
import type { Filter } from './filters.js';

/** How a name in a group leads to its object. */
export type Link =
  | { readonly type: 'hard' }
  | { readonly type: 'soft'; readonly target: string }
  | { readonly type: 'external'; readonly file: string; readonly target: string };

/** What a link leads to; `'unresolved'` where it leads nowhere. */
export type ObjectKind = 'group' | 'dataset' | 'datatype' | 'unresolved';

/** One name in a group. */
export interface Child {
  readonly name: string;
  readonly kind: ObjectKind;
  readonly link: Link;
}

/** A datatype stored under a name of its own. */
export interface NamedDatatype {
  readonly kind: 'datatype';
  readonly file: Hdf5File;
  readonly path: string;
  readonly dtype: Dtype;
  readonly attributes: Attributes;
}

/** What a path in a file can lead to. */
export type Hdf5Object = Group | Dataset | NamedDatatype;

/** Description of a new dataset. */
export interface CreateDatasetOptions<D extends Dtype = Dtype> {
  readonly dtype: D;
  /** First extents; empty for a single value; `null` for a null dataspace (capability `createNullDataspace`). */
  readonly shape: readonly number[] | null;
  /** Largest extents, `null` for an unlimited axis. Default: `shape`. More than `shape` needs `chunks`. */
  readonly maxShape?: readonly (number | null)[];
  /** Extents of a chunk. Default: contiguous, or chosen by the backend where `maxShape` or `filters` ask for chunks. */
  readonly chunks?: readonly number[];
  /** Filters in the order of writing. Default: none. More than one needs the capability `createFilterPipeline`. */
  readonly filters?: readonly Filter[];
  /** Value of unwritten elements (capability `createFillValue`). Default: zero. */
  readonly fillValue?: number | bigint;
  /** First content, all elements of `shape`. Default: nothing is written. */
  readonly data?: DataOf<D>;
}

/** A group of an open file. Paths are relative to it, or absolute where they begin with a slash. */
export interface Group {
  readonly kind: 'group';
  readonly file: Hdf5File;
  /** Absolute path inside the file. */
  readonly path: string;
  readonly attributes: Attributes;

  /** The names in this group, in creation order where the file tracks it, else sorted by their bytes. */
  children(): Promise<Child[]>;

  /** Whether the path leads to an object. */
  has(path: string): Promise<boolean>;

  /**
   * Opens the object at a path.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`, `CLOSED`.
   */
  open(path: string): Promise<Hdf5Object>;

  /**
   * Opens a group.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`, `WRONG_KIND`, `CLOSED`.
   */
  group(path: string): Promise<Group>;

  /**
   * Opens a dataset. With a dtype name its arrays are typed, and another dtype is an error.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`, `WRONG_KIND`, `WRONG_DTYPE`, `CLOSED`.
   */
  dataset(path: string): Promise<Dataset>;
  dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;

  /**
   * Creates a group; missing groups on the way are created too.
   *
   * @throws Hdf5Error `OBJECT_EXISTS`, `WRONG_KIND` if the path leads through a dataset, `READ_ONLY`, `STRUCTURE_FIXED`,
   * `CLOSED`.
   */
  createGroup(path: string): Promise<Group>;

  /**
   * Creates a dataset; missing groups on the way are created too.
   *
   * @throws Hdf5Error `OBJECT_EXISTS`, `UNSUPPORTED` naming the capability, `WRONG_SHAPE`, `WRONG_KIND`,
   * `INVALID_DATA`, `FILTER_MISSING`, `UNSUPPORTED_DTYPE`, `READ_ONLY`, `STRUCTURE_FIXED`, `CLOSED`.
   */
  createDataset<D extends Dtype>(path: string, options: CreateDatasetOptions<D>): Promise<Dataset<D>>;

  /** Creates a link to a path of this file, which need not exist. */
  createSoftLink(path: string, target: string): Promise<void>;

  /** Creates a second name for an existing object of this file. */
  createHardLink(path: string, target: string): Promise<void>;

  /** Creates a link to an object of another file; the file name is taken relative to this file's folder. */
  createExternalLink(path: string, file: string, target: string): Promise<void>;

  /**
   * Removes a link, and its object with the last link. Needs the capability `deleteLink`.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `UNSUPPORTED`, `READ_ONLY`, `STRUCTURE_FIXED`, `CLOSED`.
   */
  delete(path: string): Promise<void>;
}
