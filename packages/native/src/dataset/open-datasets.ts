import type { KnownPlaces } from '@h5tail/local-file';
import type { StoredRefresh } from '@h5tail/local-file/objects';
import { constants, currentErrorStack, defaultList } from '../c/constants.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { DatasetId, DatatypeId, FileId, LocationId, PropertyListId } from '../c/identifiers.js';
import { readObjectInfo } from '../c/object-info.js';
import type { NativeObjects } from '../file/native-objects.js';
import { withProcessLock } from '../process-lock.js';
import { accessList } from './access-list.js';
import { DatasetUsers } from './dataset-users.js';

/** A dataset that is open in this thread. `id` is gone once it was closed; then open it again by its path. */
export interface OpenDataset {
  id: DatasetId | undefined;
  /** The type of its elements when it was opened, and how they were stored. */
  readonly type: DatatypeId;
  readonly creation: PropertyListId;
  readonly key: string;
  readonly file: FileId;
  /** Whether this thread writes it. */
  readonly isWritten: boolean;
  /** Of its object header, from the base of its file. */
  readonly address: number;
  /** Where its elements are, known once it was asked for. */
  places: KnownPlaces | 'none' | undefined;
  /** Refreshes it without HDF5, where that can be done; known once it was asked for. */
  live: StoredRefresh | 'none' | undefined;
  /** Whether HDF5 has to refresh it before it is asked for anything, because that was done without it. */
  isBehind: boolean;
  /** Files of a virtual dataset's sources, open for as long as it is. */
  readonly sources: FileId[];
}

/** A dataset, and whether it was opened just now, so that it is as the file has it. */
export interface OpenedDataset {
  readonly dataset: OpenDataset;
  readonly isNew: boolean;
}

/** More open datasets than a program looks at by turns; each takes some kilobytes. */
const mostOpen = 256;

/**
 * The datasets that this thread holds open: one identifier per dataset for the whole process.
 *
 * Two identifiers of one dataset in one process make HDF5 return wrong frames after a refresh, without an error: what it
 * knows of the chunks is kept per dataset, and the refresh of one identifier leaves the other's share of it as it was.
 * So a dataset that some thread has open already is not opened again; its identifier is used, and counted.
 */
export class OpenDatasets {
  readonly #library: Hdf5Library;
  readonly #users: DatasetUsers;
  /** In the order of their use, the latest last. */
  readonly #open = new Map<string, OpenDataset>();

  constructor(library: Hdf5Library) {
    this.#library = library;
    this.#users = new DatasetUsers(library);
  }

  /**
   * The open dataset at a path, which leads to one.
   *
   * @throws Hdf5Error
   */
  at(objects: NativeObjects, path: string): OpenedDataset {
    const found = this.#find(objects.id, path);
    if (found === undefined) {
      throw this.#library.fault(objects.place(path), 'the dataset cannot be opened', currentErrorStack);
    }
    const { key, address } = found;
    const present = this.#open.get(key);
    if (present?.id !== undefined) {
      this.catchUp(objects, path, present);
      if (present.id !== undefined) return { dataset: this.touch(present), isNew: false };
    }
    const id = withProcessLock(this.#library, () => {
      const elsewhere = this.#openElsewhere(key);
      if (elsewhere !== undefined) this.#users.join(elsewhere);
      const opened = elsewhere ?? this.#openNew(objects, path);
      const isFresh = elsewhere === undefined && !this.#mayBeOpenElsewhere(objects);
      return isFresh ? opened : this.#asItIs(objects, path, opened);
    });
    return { dataset: this.#keep(objects, id, key, address), isNew: true };
  }

  /** Keeps a dataset open that was created just now. */
  keepNew(objects: NativeObjects, id: DatasetId): void {
    const found = this.#find(id);
    if (found === undefined) this.#library.c.H5Idec_ref(id);
    else this.#keep(objects, id, found.key, found.address);
  }

  #keep(objects: NativeObjects, id: DatasetId, key: string, address: number): OpenDataset {
    const { c } = this.#library;
    const { id: file, isWritten } = objects;
    const [type, creation] = [c.H5Dget_type(id), c.H5Dget_create_plist(id)];
    const dataset: OpenDataset = {
      id,
      type,
      creation,
      key,
      address,
      file,
      isWritten,
      places: undefined,
      live: undefined,
      isBehind: false,
      sources: [],
    };
    this.#open.set(key, dataset);
    this.#closeOldest();
    return dataset;
  }

  /** Marks a dataset as used. */
  touch(dataset: OpenDataset): OpenDataset {
    if (this.#open.size > mostOpen / 2) {
      this.#open.delete(dataset.key);
      this.#open.set(dataset.key, dataset);
    }
    return dataset;
  }

  /**
   * Closes a dataset; whoever used it opens it again. One whose elements cannot be written stays open: HDF5 would lose
   * them without a word, and crash on what is left of the dataset.
   *
   * @returns Whether it is closed.
   */
  close(dataset: OpenDataset): boolean {
    const { id } = dataset;
    if (id === undefined) return true;
    if (dataset.isWritten && this.#library.c.H5Dflush(id) < 0) return false;
    this.forget(dataset);
    withProcessLock(this.#library, () => {
      this.#leave(id);
    });
    return true;
  }

  /** Closes the dataset at a path, if it is open, so that it can be removed for good. */
  closeAt(objects: NativeObjects, path: string): void {
    const found = this.#find(objects.id, path);
    const dataset = found && this.#open.get(found.key);
    if (dataset !== undefined) this.close(dataset);
  }

  /** Forgets a dataset whose identifier has become worthless. */
  forget(dataset: OpenDataset): void {
    if (dataset.id === undefined) return;
    dataset.id = undefined;
    dataset.live = undefined;
    dataset.isBehind = false;
    this.#open.delete(dataset.key);
    for (const file of dataset.sources) this.#library.c.H5Fclose(file);
    this.#library.c.H5Idec_ref(dataset.creation);
    this.#library.c.H5Idec_ref(dataset.type);
  }

  /**
   * Takes in what a writer has flushed. Closes the dataset where another one, of another type or stored in another way,
   * has taken its place.
   *
   * @throws Hdf5Error
   */
  refresh(objects: NativeObjects, path: string, dataset: OpenDataset): void {
    const { id, type, creation } = dataset;
    if (id === undefined) return;
    if (typeof dataset.places === 'object') dataset.places.forget();
    dataset.live = undefined;
    const place = objects.place(path);
    const what = 'the dataset cannot be refreshed';
    objects.demand(path, what, (c) => c.H5Drefresh(id));
    dataset.isBehind = false;
    this.#library.withIdentifiers(place, (ids) => {
      const typeNow = ids.add(place, what, (c) => c.H5Dget_type(id));
      const creationNow = ids.add(place, what, (c) => c.H5Dget_create_plist(id));
      const { c } = this.#library;
      if (c.H5Tequal(typeNow, type) <= 0 || c.H5Pequal(creationNow, creation) <= 0) this.close(dataset);
    });
  }

  /**
   * Lets HDF5 take in what was refreshed without it. Afterwards the dataset may be closed; see {@link refresh}.
   *
   * @throws Hdf5Error
   */
  catchUp(objects: NativeObjects, path: string, dataset: OpenDataset): void {
    if (!dataset.isBehind) return;
    const { live } = dataset;
    this.refresh(objects, path, dataset);
    // What it compares with stays the same one.
    if (dataset.id !== undefined) dataset.live = live;
  }

  /** The same for the object at a path, if it is one of these datasets. */
  catchUpAt(objects: NativeObjects, path: string): void {
    if (![...this.#open.values()].some(({ isBehind }) => isBehind)) return;
    const found = this.#find(objects.id, path);
    const dataset = found && this.#open.get(found.key);
    if (dataset !== undefined) this.catchUp(objects, path, dataset);
  }

  /** Closes what was opened through a file, the last one first; a dataset that stays open keeps its file from closing. */
  closeThoseOf(file: FileId): void {
    for (const dataset of [...this.#open.values()].toReversed()) if (dataset.file === file) this.close(dataset);
  }

  /** Forgets what was opened through a file that cannot be written, and leaves it open. */
  abandonThoseOf(file: FileId): void {
    for (const dataset of this.#open.values()) if (dataset.file === file) this.forget(dataset);
  }

  /** Opens a dataset with the chunk cache that suits it, which its layout tells. */
  #openNew(objects: NativeObjects, path: string): DatasetId {
    const place = objects.place(path);
    const open = (): DatasetId =>
      this.#library.demand(place, 'the dataset cannot be opened', (c) => c.H5Dopen2(objects.id, path, defaultList));
    const id = open();
    const list = this.#accessList(objects, id);
    if (list === undefined) return id;
    try {
      this.#library.c.H5Idec_ref(id);
      return this.#library.demand(place, 'the dataset cannot be opened', (c) => c.H5Dopen2(objects.id, path, list));
    } finally {
      this.#library.c.H5Pclose(list);
    }
  }

  /**
   * Whether other threads may have files open: more are open in the process than this thread knows of. Where a virtual dataset
   * of this thread is open the answer is no, because it may have opened the same dataset.
   */
  #mayBeOpenElsewhere(objects: NativeObjects): boolean {
    const own = new Set<FileId>([objects.id]);
    for (const { file, sources } of this.#open.values()) {
      if (sources.length > 0) return false;
      own.add(file);
    }
    const everywhere = BigInt(constants.H5F_OBJ_ALL) as FileId;
    return Number(this.#library.c.H5Fget_obj_count(everywhere, constants.H5F_OBJ_FILE)) > own.size;
  }

  /** See {@link accessList}; a writer's chunks are for HDF5 to keep. */
  #accessList(objects: NativeObjects, id: DatasetId): PropertyListId | undefined {
    try {
      return objects.isWritten ? undefined : accessList(this.#library, id);
    } catch (error) {
      this.#library.c.H5Idec_ref(id);
      throw error;
    }
  }

  /**
   * Takes in what a writer has flushed, also of a dataset that was opened just now: while another thread has the file open,
   * HDF5 opens a dataset of it as that thread saw it last, with places of chunks that were not written then. Not without
   * need: where a virtual dataset of this thread has opened it too, a refresh of one of the two makes HDF5 take chunks for
   * others.
   */
  #asItIs(objects: NativeObjects, path: string, id: DatasetId): DatasetId {
    if (objects.isWritten) return id;
    try {
      this.#library.demand(objects.place(path), 'the dataset cannot be refreshed', (c) => c.H5Drefresh(id));
    } catch (error) {
      this.#leave(id);
      throw error;
    }
    return id;
  }

  #leave(id: DatasetId): void {
    if (this.#users.leave(id)) this.#library.c.H5Idec_ref(id);
  }

  /** An identifier of the same dataset that another thread holds. */
  #openElsewhere(key: string): DatasetId | undefined {
    const { c } = this.#library;
    const everywhere = BigInt(constants.H5F_OBJ_ALL) as FileId;
    const count = Number(c.H5Fget_obj_count(everywhere, constants.H5F_OBJ_DATASET));
    if (count <= 0) return undefined;
    const ids = new BigInt64Array(count);
    c.H5Fget_obj_ids(everywhere, constants.H5F_OBJ_DATASET, count, ids);
    const own = new Set<bigint | undefined>(Array.from(this.#open.values(), ({ id }) => id));
    return ([...ids] as DatasetId[]).find((id) => !own.has(id) && this.#find(id)?.key === key);
  }

  /** HDF5 numbers the files that a process has open, so that number and address are one object. */
  #find(location: LocationId, path?: string): { readonly key: string; readonly address: number } | undefined {
    const info = readObjectInfo(this.#library, location, path);
    return info && { key: `${info.fileNumber}:${info.address}`, address: Number(info.address) };
  }

  #closeOldest(): void {
    if (this.#open.size <= mostOpen) return;
    for (const oldest of this.#open.values()) if (this.close(oldest)) return;
  }
}
