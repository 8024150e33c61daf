import type { Attribute, Dtype, Link, ObjectKind } from '@h5tail/adapter';
import type { TypedValue } from '@h5tail/adapter/implementation';

/**
 * Synchronous calls on the objects of one open file: the little that finding, listing and linking objects takes of HDF5.
 *
 * Paths are absolute and resolved. Each call that fails throws a coded error with the file and the object.
 */
export interface ObjectAccess {
  /** Path of the file. */
  readonly file: string;

  /**
   * What a path leads to; `'unresolved'` for a link that leads nowhere, `'nothing'` also where a name on the way is
   * missing or leads nowhere.
   *
   * @throws Hdf5Error `CORRUPT_FILE` or `IO` where the way there cannot be read.
   */
  kindOf(path: string): ObjectKind | 'nothing';

  /** How the last name of the path leads to its object; hard also where there is no such name. */
  linkAt(path: string): Link;

  /** The names in a group that exists, in creation order where the file tracks it, else sorted by their bytes. */
  childNames(path: string): string[];

  /** Creates a group whose name is free in a group that exists. */
  createGroup(path: string): void;
  createSoftLink(path: string, target: string): void;
  /** Creates a second name for the object at the path `existing`. */
  createHardLink(path: string, existing: string): void;
  createExternalLink(path: string, file: string, target: string): void;

  /** Removes a link that exists. Called only where the adapter has the capability `deleteLink`. */
  deleteLink(path: string): void;

  /** The dtype of a named datatype that exists. */
  datatypeAt(path: string): Dtype;

  /**
   * Opens another file for reading, runs `work` with it and closes it again.
   *
   * @throws What opening throws where the file cannot be opened.
   */
  withOtherFile<Result>(file: string, work: (other: ObjectAccess) => Result): Result;
}

/** Synchronous calls on the attributes of objects, which exist: what `LocalAttributes` stands on. */
export interface AttributeAccess extends ObjectAccess {
  /** The names of an object's attributes, in creation order where the file tracks it, else sorted by their bytes. */
  attributeNames(path: string): string[];

  /** Reads an attribute that exists. The data are the caller's own. */
  readAttribute(path: string, name: string): Attribute;

  /**
   * Writes an attribute; a value that cannot be written leaves the old one as it was.
   *
   * @param replaces Whether there is one of this name.
   */
  writeAttribute(path: string, name: string, value: TypedValue, replaces: boolean): void;

  /** Removes an attribute that exists. */
  deleteAttribute(path: string, name: string): void;
}

/** Calls on an open file as a whole: what `LocalHdf5File` stands on. */
export interface FileAccess extends ObjectAccess {
  /** Switches a file that is open for writing to SWMR mode. */
  startSwmrWrite(): void | Promise<void>;

  /** Hands all that was written to the operating system. */
  flush(): void | Promise<void>;

  /** Path of the object that a reference (8 bytes) or a region reference (12 bytes) points to; `null` if to nothing. */
  referencedPath(reference: Uint8Array): string | null;

  /** Bytes of an object reference to an object that exists. */
  referenceTo(path: string): Uint8Array;
}
