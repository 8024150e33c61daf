import { realpathSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import type { Library } from './library.js';
import { SharedFile } from './shared-file.js';

/**
 * The files that one wasm instance holds open: one underlying open per file, however many users it has.
 *
 * A reader takes in new data by closing and opening again, because h5wasm's own refresh leaves the dataset open and then
 * reads zeros. Within an instance HDF5 shares what two opens of a file know, also through external links and virtual
 * datasets; a file that stays open anywhere is therefore not read anew. So a refresh closes every file that is open for
 * reading, and each of them is opened again when it is used next. That costs about 40 microseconds.
 */
export class OpenFiles {
  readonly #library: Library;
  readonly #files = new Map<string, SharedFile>();

  constructor(library: Library) {
    this.#library = library;
  }

  /** Adds a user that reads. */
  addReader(path: string, swmr: boolean): SharedFile {
    const file = this.#fileAt(path);
    file.readers++;
    if (swmr) {
      // A file opened for SWMR reading and one opened plainly cannot be linked to each other, so one rule holds for all.
      if (!this.#readsSwmr) this.closeReaders();
      file.swmrReaders++;
    }
    return file;
  }

  /**
   * Adds the user that writes, with the file that `open` opens or creates.
   *
   * Synchronous from the check to the open: nobody else of this process can get in between. HDF5 does not let one
   * process open a file for writing while it has it open for reading, under whatever name; readers open it again when
   * they use it next.
   *
   * @throws Hdf5Error `FILE_LOCKED` if this process writes it already, or reads it and `creates` would replace it.
   */
  addWriter(path: string, creates: boolean, open: () => bigint): SharedFile {
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
  removeReader(file: SharedFile, swmr: boolean): void {
    file.readers--;
    if (swmr) {
      file.swmrReaders--;
      // The last SWMR reader: from now on all are opened plainly.
      if (!this.#readsSwmr) this.closeReaders();
    }
    this.#forgetUnused(file);
  }

  /** Takes the writing user away. Throws if HDF5 could not write everything. */
  removeWriter(file: SharedFile): void {
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
  openForReading(path: string): bigint {
    const { module } = this.#library;
    const mode = this.#readsSwmr ? module.H5F_ACC_SWMR_READ : module.H5F_ACC_RDONLY;
    return this.#library.demand({ file: path }, 'the file cannot be opened', (m) => m.open(path, mode, false, -1, -1));
  }

  get #readsSwmr(): boolean {
    return [...this.#files.values()].some((file) => file.swmrReaders > 0);
  }

  #fileAt(path: string): SharedFile {
    const key = realPathOf(path);
    let file = this.#files.get(key);
    if (file === undefined) {
      file = new SharedFile(key, path, this.#library);
      this.#files.set(key, file);
    }
    return file;
  }

  #forgetUnused(file: SharedFile): void {
    if (file.isUsed) return;
    file.closeIfReading();
    this.#files.delete(file.key);
  }
}

/** A file that does not exist yet is known by the path that it will have. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
