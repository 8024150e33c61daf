import type { Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { LocalHandle, type NewDatasetOptions, type OpenState, type SharedFile } from '@h5tail/local-file/objects';
import { createDataset } from './create-dataset.js';
import type { Library } from './library.js';
import { ReadsUnderWay } from './reads-under-way.js';
import { WasmDataset } from './wasm-dataset.js';
import { WasmObjects } from './wasm-objects.js';

/**
 * One user of a shared file. All that is done in one `use` happens without a turn of the event loop.
 *
 * New data are taken in by closing the file and opening it again, because h5wasm's own refresh leaves the dataset open and
 * then reads zeros.
 */
export class OpenHandle extends LocalHandle<bigint, WasmObjects> {
  readonly #library: Library;
  /** Reads that go on beside HDF5. */
  readonly reads = new ReadsUnderWay();

  constructor(adapter: Hdf5Adapter, library: Library, file: SharedFile<bigint>, state: OpenState) {
    super({ adapter, state, files: library.files, file });
    this.#library = library;
  }

  protected access(id: bigint, isWritten: boolean): WasmObjects {
    return new WasmObjects(this.#library, id, this.state.path, isWritten, this.identity);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.reads.settled();
  }

  /** The objects of the file as it is open, for what does not call HDF5; see {@link openForSwmrReading}. */
  get objectsWithoutHdf5(): WasmObjects | undefined {
    const id = this.openForSwmrReading;
    return id === undefined ? undefined : this.access(id, false);
  }

  openDataset(file: Hdf5File, path: string): Promise<Dataset> {
    return WasmDataset.open(this, file, path);
  }

  createDataset(path: string, options: NewDatasetOptions, makeWay: (objects: WasmObjects) => void): Promise<void> {
    return createDataset(this, path, options, makeWay);
  }
}
