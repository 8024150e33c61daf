import { openFile, type Dataset, type Group, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';

/** How a writer has a file open: to change its structure, or to append while others read. */
export type WritingPhase = 'structure' | 'swmr';

/**
 * An open file, whatever HDF5 handle it has at the moment: a writer closes it and opens it again between the two phases of
 * a session.
 *
 * Each dataset is opened once; see "Two handles on one dataset in one process" in the project's list of HDF5 traps.
 */
export class Store {
  readonly adapter: Hdf5Adapter;
  #file: Hdf5File;
  readonly #datasets = new Map<string, Dataset>();

  constructor(adapter: Hdf5Adapter, file: Hdf5File) {
    this.adapter = adapter;
    this.#file = file;
  }

  /** Absolute path. */
  get path(): string {
    return this.#file.path;
  }

  /** The handle of this moment. */
  get file(): Hdf5File {
    return this.#file;
  }

  /** @throws Hdf5Error as `Group.group`. */
  group(path: string): Promise<Group> {
    return this.#file.group(path);
  }

  /** @throws Hdf5Error as `Group.dataset`. */
  async dataset(path: string): Promise<Dataset> {
    const known = this.#datasets.get(path);
    if (known !== undefined) return known;
    const dataset = await this.#file.dataset(path);
    this.#datasets.set(path, dataset);
    return dataset;
  }

  /**
   * Opens a file for writing that this process has closed a moment ago. Programs that only read may have locks on it meanwhile,
   * which do not matter here.
   *
   * @throws Hdf5Error as `openFile`.
   */
  async open(phase: WritingPhase): Promise<void> {
    this.#file = await openFile(this.path, { adapter: this.adapter, mode: 'r+', ignoreLocks: true });
    if (phase === 'swmr') await this.#file.startSwmrWrite();
  }

  async close(): Promise<void> {
    this.#datasets.clear();
    await this.#file.close();
  }
}
