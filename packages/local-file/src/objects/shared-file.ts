import { setTimeout as sleep } from 'node:timers/promises';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { checkFile } from '../check-file.js';
import { identityOf, isSameFile, type FileIdentity } from './file-identity.js';

const attempts = 10;
const pauseMs = 2;

/** How one file is opened for reading and closed. */
export interface SharedFileCalls<Id> {
  open(): Id;
  close(id: Id): void;
}

/** One file of an instance of HDF5, with its users: many that read, and one that writes. */
export class SharedFile<Id> {
  /** Real path, by which the file is known. */
  readonly key: string;
  readonly path: string;
  readers = 0;
  swmrReaders = 0;
  /** Whether parts of it were refreshed without HDF5, so that it has to be opened again before HDF5 is asked for more. */
  isBehind = false;
  readonly #calls: SharedFileCalls<Id>;
  #id: Id | undefined;
  #writing = false;
  #identity: FileIdentity | undefined;

  constructor(key: string, path: string, calls: SharedFileCalls<Id>) {
    this.key = key;
    this.path = path;
    this.#calls = calls;
  }

  get isUsed(): boolean {
    return this.#writing || this.readers > 0;
  }

  get isOpen(): boolean {
    return this.#id !== undefined;
  }

  /** The identifier of the file while it is open for reading; only until the next turn of the event loop. */
  get openForReading(): Id | undefined {
    return this.#writing ? undefined : this.#id;
  }

  /** The file that is open, whatever its name; another one after it was replaced. */
  get identity(): FileIdentity | undefined {
    return this.#identity;
  }

  get isWritten(): boolean {
    return this.#writing;
  }

  /**
   * Runs `work` with the open file, at once where it is open. Synchronous from the moment the file is known to be open,
   * so that no refresh of another user can close it in between.
   */
  use<Result>(work: (id: Id) => Result | Promise<Result>): Result | Promise<Result> {
    return this.#id === undefined ? this.#openAndUse(work) : work(this.#id);
  }

  async #openAndUse<Result>(work: (id: Id) => Result | Promise<Result>): Promise<Result> {
    while (this.#id === undefined) await this.#open();
    return work(this.#id);
  }

  becomeWriter(id: Id): void {
    this.#id = id;
    this.#identity = identityOf(this.path);
    this.#writing = true;
  }

  /** @throws Hdf5Error if HDF5 could not write everything. */
  endWriting(): void {
    this.#writing = false;
    const id = this.#id;
    this.#id = undefined;
    if (id !== undefined) this.#calls.close(id);
  }

  closeIfReading(): void {
    if (this.#writing || this.#id === undefined) return;
    const id = this.#id;
    this.#id = undefined;
    this.isBehind = false;
    try {
      this.#calls.close(id);
    } catch {
      // Nothing was written, so nothing is lost.
    }
  }

  /** Opens the file again. A writer that is just closing it makes this fail for a moment. */
  async #open(): Promise<void> {
    for (let attempt = 1; this.#id === undefined; attempt++) {
      if (!this.isUsed) throw new Hdf5Error('CLOSED', 'the file was closed', { file: this.path });
      try {
        const identity = identityOf(this.path);
        const id = this.#calls.open();
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
