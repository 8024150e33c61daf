import type { Attributes, Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import {
  LocalAttributes,
  readWhileWritten,
  requireSameFile,
  type FileIdentity,
  type NewDatasetOptions,
  type OpenFileUser,
  type OpenState,
} from '@h5tail/local-file/objects';
import { createDataset } from './create-dataset.js';
import type { Library } from './library.js';
import type { SharedFile } from './shared-file.js';
import { WasmDataset } from './wasm-dataset.js';
import { WasmObjects } from './wasm-objects.js';

/** One user of a shared file. */
export class OpenHandle implements OpenFileUser<WasmObjects> {
  readonly adapter: Hdf5Adapter;
  readonly state: OpenState;
  readonly #library: Library;
  readonly #file: SharedFile;
  /** What was opened, known from the first use on. */
  #identity: FileIdentity | undefined;

  constructor(adapter: Hdf5Adapter, library: Library, file: SharedFile, state: OpenState) {
    this.adapter = adapter;
    this.state = state;
    this.#library = library;
    this.#file = file;
  }

  /**
   * Runs `work` with the open file; everything in it happens without a turn of the event loop.
   *
   * @param isWritten Whether the writer is still at it; by default what the file itself says.
   * @throws Hdf5Error `CLOSED`, `FILE_REPLACED`, and what opening the file again may throw.
   */
  async use<Result>(
    work: (objects: WasmObjects) => Result | Promise<Result>,
    isWritten: () => Promise<boolean> = () => Promise.resolve(readWriterState(this.state.path) === 'swmr-writing'),
  ): Promise<Result> {
    this.state.requireOpen();
    const attempt = (): Promise<Result> =>
      this.#file.use((id) => {
        this.#identity ??= this.#file.identity;
        requireSameFile(this.state.path, this.#identity, this.#file.identity);
        return work(new WasmObjects(this.#library, id, this.state.path));
      });
    if (this.state.swmr !== 'read') return attempt();
    return readWhileWritten({ attempt, refresh: () => this.forget(), isWritten });
  }

  /** Takes in what the writer has flushed: the next use opens the file anew. */
  forget(): void {
    this.state.requireOpen();
    this.#library.files.closeReaders();
  }

  async refresh(): Promise<void> {
    this.forget();
    // Opened at once, so that a file that cannot be read is told here and not at the next read.
    await this.use(() => undefined);
  }

  attributes(path: string): Attributes {
    return new LocalAttributes(this, path);
  }

  openDataset(file: Hdf5File, path: string): Promise<Dataset> {
    return WasmDataset.open(this, file, path);
  }

  createDataset(path: string, options: NewDatasetOptions, makeWay: (objects: WasmObjects) => void): Promise<void> {
    return createDataset(this, path, options, makeWay);
  }

  close(): void {
    if (this.state.closed) return;
    this.state.closed = true;
    if (this.state.mode === 'r') this.#library.files.removeReader(this.#file, this.state.swmr === 'read');
    else this.#library.files.removeWriter(this.#file);
  }
}
