import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import type { Library } from './library.js';

const attempts = 10;
const pauseMs = 2;

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

  /** The open for a path, which must exist; `undefined` where there is none yet. */
  find(path: string): SharedFile | undefined {
    return this.#files.get(realpathSync(path));
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

  /** Adds the user that writes, with the file that it has opened or created. */
  addWriter(path: string, id: bigint): SharedFile {
    const file = this.#fileAt(path);
    file.becomeWriter(id);
    return file;
  }

  /** Takes a reading user away. */
  removeReader(file: SharedFile, swmr: boolean): void {
    file.readers--;
    if (swmr) file.swmrReaders--;
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
    const key = realpathSync(path);
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

/** One file of an instance, with its users. */
export class SharedFile {
  readonly key: string;
  readonly path: string;
  readers = 0;
  swmrReaders = 0;
  readonly #library: Library;
  #id: bigint | undefined;
  #writing = false;

  constructor(key: string, path: string, library: Library) {
    this.key = key;
    this.path = path;
    this.#library = library;
  }

  get isUsed(): boolean {
    return this.#writing || this.readers > 0;
  }

  get isWritten(): boolean {
    return this.#writing;
  }

  /**
   * Runs `work` with the open file. Synchronous from the moment the file is known to be open, so that no refresh of
   * another user can close it in between.
   */
  async use<Result>(work: (id: bigint) => Result): Promise<Result> {
    while (this.#id === undefined) await this.#open();
    return work(this.#id);
  }

  becomeWriter(id: bigint): void {
    this.#id = id;
    this.#writing = true;
  }

  endWriting(): void {
    this.#writing = false;
    const id = this.#id;
    this.#id = undefined;
    if (id !== undefined) {
      this.#library.demand({ file: this.path }, 'the file could not be closed', (module) => module.close_file(id));
    }
  }

  closeIfReading(): void {
    if (this.#writing || this.#id === undefined) return;
    const id = this.#id;
    this.#id = undefined;
    this.#library.ask((module) => module.close_file(id));
  }

  /** Opens the file again. A writer that is just closing it makes this fail for a moment. */
  async #open(): Promise<void> {
    for (let attempt = 1; this.#id === undefined; attempt++) {
      if (!this.isUsed) throw new Hdf5Error('CLOSED', 'the file was closed', { file: this.path });
      try {
        this.#id = this.#library.files.openForReading(this.path);
      } catch (error) {
        await checkFile(this.path, { mode: 'r', swmr: this.swmrReaders > 0 });
        if (attempt === attempts || !mayPass(error)) throw error;
        await sleep(pauseMs);
      }
    }
  }
}

function mayPass(error: unknown): boolean {
  return isHdf5Error(error) && error.code !== 'NO_SPACE';
}
