import { realpathSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { SharedFile } from './shared-file.js';

/** How a backend opens and closes files; `Id` is its identifier of an open file. */
export interface FileCalls<Id> {
  /** @throws Hdf5Error */
  openForReading(path: string, swmr: boolean): Id;
  /** @throws Hdf5Error where not everything could be written. */
  close(path: string, id: Id): void;
}

/**
 * The files that one instance of HDF5 holds open: one underlying open per file, however many users it has.
 *
 * Within an instance HDF5 shares what two opens of a file know, also through external links and virtual datasets; a file
 * that stays open anywhere is therefore not read anew. So what takes in everything anew closes every file that is open
 * for reading, and each of them is opened again when it is used next. That costs some tens of microseconds.
 */
export class OpenFiles<Id> {
  readonly #calls: FileCalls<Id>;
  readonly #files = new Map<string, SharedFile<Id>>();

  constructor(calls: FileCalls<Id>) {
    this.#calls = calls;
  }

  /** Adds a user that reads. */
  addReader(path: string, swmr: boolean): SharedFile<Id> {
    const file = this.#fileAt(path);
    // Who opens a file sees it as it is now. And a file opened for SWMR reading and one opened plainly cannot be linked
    // to each other, so one rule holds for all.
    if (file.isOpen || (swmr && !this.#readsSwmr)) this.closeReaders();
    file.readers++;
    if (swmr) file.swmrReaders++;
    return file;
  }

  /**
   * Adds the user that writes, with the file that `open` opens or creates.
   *
   * Synchronous from the check to the open: nobody else of this instance can get in between. HDF5 does not let one
   * process open a file for writing while it has it open for reading, under whatever name; readers open it again when
   * they use it next.
   *
   * @throws Hdf5Error `FILE_LOCKED` if this instance writes it already, or reads it and `creates` would replace it.
   */
  addWriter(path: string, creates: boolean, open: () => Id): SharedFile<Id> {
    const present = this.#files.get(realPathOf(path));
    if (present?.isWritten === true || (creates && present?.isUsed === true)) {
      const remedy = 'Close it first';
      throw new Hdf5Error('FILE_LOCKED', 'this process has the file open', { file: path, remedy });
    }
    this.closeReaders();
    const id = open();
    const file = this.#fileAt(path);
    file.becomeWriter(id);
    return file;
  }

  /** Takes a reading user away. */
  removeReader(file: SharedFile<Id>, swmr: boolean): void {
    file.readers--;
    if (swmr) {
      file.swmrReaders--;
      // The last SWMR reader: from now on all are opened plainly.
      if (!this.#readsSwmr) this.closeReaders();
    }
    this.#forgetUnused(file);
  }

  /** Takes the writing user away. Throws if HDF5 could not write everything. */
  removeWriter(file: SharedFile<Id>): void {
    try {
      file.endWriting();
    } finally {
      this.#forgetUnused(file);
    }
  }

  /** Closes every file that is open for reading; the next use opens it again. */
  closeReaders(): void {
    for (const file of this.#files.values()) file.closeIfReading();
  }

  /** Opens a file for reading, in the mode that all readers of this instance share. */
  openForReading(path: string): Id {
    return this.#calls.openForReading(path, this.#readsSwmr);
  }

  get #readsSwmr(): boolean {
    return [...this.#files.values()].some((file) => file.swmrReaders > 0);
  }

  #fileAt(path: string): SharedFile<Id> {
    const key = realPathOf(path);
    let file = this.#files.get(key);
    if (file === undefined) {
      file = new SharedFile(key, path, {
        open: () => this.openForReading(path),
        close: (id) => {
          this.#calls.close(path, id);
        },
      });
      this.#files.set(key, file);
    }
    return file;
  }

  #forgetUnused(file: SharedFile<Id>): void {
    if (file.isUsed) return;
    file.closeIfReading();
    this.#files.delete(file.key);
  }
}

/** A file that does not exist yet is known by the path that it will have. */
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
