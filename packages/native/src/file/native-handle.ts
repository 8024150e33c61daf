import type { Attributes, Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { checkFile, readWriterState } from '@h5tail/local-file';
import {
  LocalAttributes,
  identityOf,
  readWhileWritten,
  requireSameFile,
  type FileIdentity,
  type NewDatasetOptions,
  type OpenFileUser,
  type OpenState,
  type SharedFile,
} from '@h5tail/local-file/objects';
import { createDataset } from '../dataset/create-dataset.js';
import { NativeDataset } from '../dataset/native-dataset.js';
import type { NativeInstance } from '../native-instance.js';
import { NativeObjects } from './native-objects.js';
import type { OpenNativeFile } from './open-native-file.js';

/** One user of a shared file. */
export class NativeHandle implements OpenFileUser<NativeObjects> {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;
  readonly instance: NativeInstance;
  readonly #file: SharedFile<OpenNativeFile>;
  /** What was opened, known from the first use on. */
  #identity: FileIdentity | undefined;

  constructor(adapter: Hdf5Adapter, instance: NativeInstance, file: SharedFile<OpenNativeFile>, state: OpenState) {
    this.adapter = adapter;
    this.instance = instance;
    this.state = state;
    this.#file = file;
  }

  /**
   * Runs `work` with the open file, in its turn among the calls of this thread.
   *
   * @param isWritten Whether the writer is still at it; by default what the file itself says.
   * @throws Hdf5Error `CLOSED`, `FILE_REPLACED`, and what opening the file again may throw.
   */
  async use<Result>(
    work: (objects: NativeObjects) => Result | Promise<Result>,
    isWritten: () => Promise<boolean> = () => Promise.resolve(readWriterState(this.state.path) === 'swmr-writing'),
  ): Promise<Result> {
    this.state.requireOpen();
    const attempt = async (): Promise<Result> =>
      this.instance.thread.queue.run(() => {
        this.state.requireOpen();
        return this.#file.use((open) => {
          this.#identity ??= this.#file.identity;
          requireSameFile(this.state.path, this.#identity, this.#file.identity);
          return work(new NativeObjects(this.instance, open, this.state.path, this.#file.isWritten));
        });
      });
    if (this.state.swmr !== 'read') return attempt();
    return readWhileWritten({ attempt, refresh: () => this.forget(), isWritten });
  }

  /** Takes in everything anew: the next use opens the file again, and each dataset of it. */
  async forget(): Promise<void> {
    this.state.requireOpen();
    await this.instance.thread.queue.run(() => {
      this.instance.files.closeReaders();
    });
  }

  /**
   * Makes sure that the name still leads to the file that was opened.
   *
   * @throws Hdf5Error `FILE_NOT_FOUND`, `FILE_REPLACED`.
   */
  async requireSameFile(): Promise<void> {
    const { path } = this.state;
    const identity = identityOf(path);
    if (identity === undefined) await checkFile(path, { mode: 'r', swmr: true });
    requireSameFile(path, this.#identity, identity);
  }

  async refresh(): Promise<void> {
    await this.forget();
    // Opened at once, so that a file that cannot be read is told here and not at the next read.
    await this.use(() => undefined);
  }

  attributes(path: string): Attributes {
    return new LocalAttributes(this, path);
  }

  openDataset(file: Hdf5File, path: string): Promise<Dataset> {
    return NativeDataset.open(this, file, path);
  }

  createDataset(path: string, options: NewDatasetOptions, makeWay: (objects: NativeObjects) => void): Promise<void> {
    return createDataset(this, path, options, makeWay);
  }

  async close(): Promise<void> {
    if (this.state.closed) return;
    this.state.closed = true;
    await this.instance.thread.queue.run(() => {
      if (this.state.mode === 'r') this.instance.files.removeReader(this.#file, this.state.swmr === 'read');
      else this.instance.files.removeWriter(this.#file);
    });
  }
}
