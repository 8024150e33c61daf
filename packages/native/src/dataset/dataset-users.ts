import type { Hdf5Library } from '../c/hdf5-library.js';
import type { DatasetId, PropertyListId } from '../c/identifiers.js';

/**
 * How many threads use the identifier of a dataset, where it is more than one; to be asked and changed under the lock of
 * the process.
 *
 * HDF5 counts the references to an identifier too, but cannot refresh a dataset whose identifier has more than one: it
 * fails, and takes one of them away. So the number is kept where all threads see it, as a property of the list that also
 * holds the lock.
 */
export class DatasetUsers {
  readonly #library: Hdf5Library;
  readonly #list: PropertyListId;

  constructor(library: Hdf5Library) {
    this.#library = library;
    this.#list = library.globals.H5P_LST_FILE_MOUNT_ID_g;
  }

  /** Adds a user to those that an identifier has. */
  join(id: DatasetId): void {
    this.#set(id, this.#count(id) + 1);
  }

  /** Takes a user away. @returns Whether it was the last one, so that the identifier is to be closed. */
  leave(id: DatasetId): boolean {
    const count = this.#count(id);
    if (count > 1) this.#set(id, count - 1);
    return count <= 1;
  }

  #count(id: DatasetId): number {
    const count = new Int32Array(1);
    return this.#library.c.H5Pget(this.#list, nameOf(id), count) < 0 ? 1 : (count[0] as number);
  }

  #set(id: DatasetId, count: number): void {
    const { c } = this.#library;
    const value = Int32Array.of(count);
    c.H5Premove(this.#list, nameOf(id));
    if (count === 1) return;
    c.H5Pinsert2(this.#list, nameOf(id), value.byteLength, value, null, null, null, null, null, null);
  }
}

function nameOf(id: DatasetId): string {
  return `h5tail: threads that use ${id}`;
}
