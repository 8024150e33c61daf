import type { Attributes, Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { readWriterState } from '../read-superblock.js';
import { isSameFile, requireSameFile, statusOf, type FileIdentity, type FileStatus } from './file-identity.js';
import type { NewDatasetOptions, OpenFileUser } from './file-user.js';
import { LocalAttributes } from './local-attributes.js';
import type { AttributeAccess, FileAccess } from './object-access.js';
import type { OpenFiles } from './open-files.js';
import type { OpenState } from './open-state.js';
import type { SharedFile } from './shared-file.js';
import { readWhileWritten } from './transient-read.js';

/** What a handle is made of. */
export interface HandleParts<Id> {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;
  /** The files of the instance of HDF5 that `file` belongs to. */
  readonly files: OpenFiles<Id>;
  /** The file, to which this user was added. */
  readonly file: SharedFile<Id>;
}

/** One user of a shared file. What the backend does with the open file is left to it. */
export abstract class LocalHandle<Id, Access extends AttributeAccess & FileAccess> implements OpenFileUser<Access> {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;
  readonly #files: OpenFiles<Id>;
  readonly #file: SharedFile<Id>;
  #identity: FileIdentity | undefined;

  constructor({ adapter, state, files, file }: HandleParts<Id>) {
    this.adapter = adapter;
    this.state = state;
    this.#files = files;
    this.#file = file;
  }

  /** What was opened, known from the first use on. */
  protected get identity(): FileIdentity | undefined {
    return this.#identity;
  }

  /**
   * The file as it is open for reading, if it is the one that this user opened, in SWMR mode. Nothing waits and nothing is
   * opened for it, so it is for what does not call HDF5, and only until the next turn of the event loop.
   *
   * @throws Hdf5Error `CLOSED`.
   */
  get openForSwmrReading(): Id | undefined {
    this.state.requireOpen();
    if (this.state.swmr !== 'read' || this.#identity === undefined) return undefined;
    return isSameFile(this.#identity, this.#file.identity) ? this.#file.openForReading : undefined;
  }

  /** Whether the file is opened again before it is used next. */
  get isBehind(): boolean {
    return this.#file.isBehind;
  }

  /**
   * Lets the next {@link use} open the file again. For a backend that takes in all that is new in this way only, when a part
   * of the file was refreshed without HDF5.
   */
  fallBehind(): void {
    this.#file.isBehind = true;
  }

  /**
   * What the system says of the file, if its name still leads to the one that was opened. Only while it is open.
   */
  get status(): FileStatus | undefined {
    const status = statusOf(this.state.path);
    return status !== undefined && isSameFile(this.#identity, status) ? status : undefined;
  }

  /** The objects of the open file. */
  protected abstract access(id: Id, isWritten: boolean): Access;

  abstract openDataset(file: Hdf5File, path: string): Promise<Dataset>;

  abstract createDataset(path: string, options: NewDatasetOptions, makeWay: (access: Access) => void): Promise<void>;

  /** Runs what calls HDF5: at once, unless the backend lets its calls wait for each other. */
  protected inTurn<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    return work();
  }

  /**
   * Runs `work` with the open file, in its turn.
   *
   * @param isWritten Whether the writer is still at it; by default what the file itself says.
   * @throws Hdf5Error `CLOSED`, `FILE_REPLACED`, and what opening the file again may throw.
   */
  async use<Result>(
    work: (access: Access) => Result | Promise<Result>,
    isWritten: () => Promise<boolean> = () => Promise.resolve(readWriterState(this.state.path) === 'swmr-writing'),
  ): Promise<Result> {
    const attempt = async (): Promise<Result> =>
      this.inTurn(() => {
        this.state.requireOpen();
        if (this.#file.isBehind) this.#files.closeReaders();
        return this.#file.use((id) => {
          this.#identity ??= this.#file.identity;
          requireSameFile(this.state.path, this.#identity, this.#file.identity);
          return work(this.access(id, this.#file.isWritten));
        });
      });
    if (this.state.swmr !== 'read') return attempt();
    return readWhileWritten({ attempt, refresh: () => this.forget(), isWritten });
  }

  /**
   * Takes in everything anew: the next use opens the file again.
   *
   * @throws Hdf5Error `CLOSED`.
   */
  forget(): void | Promise<void> {
    this.state.requireOpen();
    return this.inTurn(() => {
      this.#files.closeReaders();
    });
  }

  async refresh(): Promise<void> {
    await this.forget();
    // Opened at once, so that a file that cannot be read is told here and not at the next read.
    await this.use(() => undefined);
  }

  attributes(path: string): Attributes {
    return new LocalAttributes(this, path);
  }

  close(): void | Promise<void> {
    if (this.state.closed) return;
    this.state.closed = true;
    return this.inTurn(() => {
      if (this.state.mode === 'r') this.#files.removeReader(this.#file, this.state.swmr === 'read');
      else this.#files.removeWriter(this.#file);
    });
  }
}
