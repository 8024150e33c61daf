import { setTimeout as sleep } from 'node:timers/promises';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import { identityOf, isSameFile, type FileIdentity } from '@h5tail/local-file/objects';
import type { Library } from './library.js';

const attempts = 10;
const pauseMs = 2;

/** One file of an instance, with its users: many that read, and one that writes. */
export class SharedFile {
  /** Real path, by which the file is known. */
  readonly key: string;
  readonly path: string;
  readers = 0;
  swmrReaders = 0;
  readonly #library: Library;
  #id: bigint | undefined;
  #writing = false;
  #identity: FileIdentity | undefined;

  constructor(key: string, path: string, library: Library) {
    this.key = key;
    this.path = path;
    this.#library = library;
  }

  get isUsed(): boolean {
    return this.#writing || this.readers > 0;
  }

  /** The file that is open, whatever its name; another one after it was replaced. */
  get identity(): FileIdentity | undefined {
    return this.#identity;
  }

  get isWritten(): boolean {
    return this.#writing;
  }

  /**
   * Runs `work` with the open file. Synchronous from the moment the file is known to be open, so that no refresh of
   * another user can close it in between.
   */
  async use<Result>(work: (id: bigint) => Result | Promise<Result>): Promise<Result> {
    while (this.#id === undefined) await this.#open();
    return work(this.#id);
  }

  becomeWriter(id: bigint): void {
    this.#id = id;
    this.#identity = identityOf(this.path);
    this.#writing = true;
  }

  /** @throws Hdf5Error if HDF5 could not write everything. */
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
        const identity = identityOf(this.path);
        const id = this.#library.files.openForReading(this.path);
        this.#id = id;
        this.#identity = identity;
        // Replaced just while it was being opened: open it again, so that name and identity belong together.
        if (!isSameFile(identityOf(this.path), identity)) this.closeIfReading();
      } catch (error) {
        await checkFile(this.path, { mode: 'r', swmr: this.swmrReaders > 0 });
        if (attempt === attempts || !mayPass(error)) throw error;
        await sleep(pauseMs);
      }
    }
  }
}

function mayPass(error: unknown): boolean {
  return isHdf5Error(error) && error.code !== 'NO_SPACE' && error.code !== 'BACKEND_UNAVAILABLE';
}
