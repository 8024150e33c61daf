import type { Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import {
  LocalHandle,
  identityOf,
  requireSameFile,
  type NewDatasetOptions,
  type OpenState,
  type SharedFile,
} from '@h5tail/local-file/objects';
import { createDataset } from '../dataset/create-dataset.js';
import { NativeDataset } from '../dataset/native-dataset.js';
import type { NativeInstance } from '../native-instance.js';
import { NativeObjects } from './native-objects.js';
import type { OpenNativeFile } from './open-native-file.js';

/** One user of a shared file. */
export class NativeHandle extends LocalHandle<OpenNativeFile, NativeObjects> {
  readonly instance: NativeInstance;
  /** Reads that go on beside HDF5. */
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(adapter: Hdf5Adapter, instance: NativeInstance, file: SharedFile<OpenNativeFile>, state: OpenState) {
    super({ adapter, state, files: instance.files, file });
    this.instance = instance;
  }

  protected access(open: OpenNativeFile): NativeObjects {
    return new NativeObjects(this.instance, open, this.state.path);
  }

  /** In its turn among the calls of this thread. */
  protected override inTurn<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    return this.instance.thread.queue.run(work);
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
    requireSameFile(path, this.identity, identity);
  }

  /** Lets {@link close} wait for a read that goes on beside HDF5. */
  closeAfter(read: Promise<unknown>): void {
    this.#underWay.add(read);
    const end = (): void => void this.#underWay.delete(read);
    read.then(end, end);
  }

  override async close(): Promise<void> {
    await super.close();
    await Promise.allSettled(this.#underWay);
  }

  openDataset(file: Hdf5File, path: string): Promise<Dataset> {
    return NativeDataset.open(this, file, path);
  }

  createDataset(path: string, options: NewDatasetOptions, makeWay: (objects: NativeObjects) => void): Promise<void> {
    return createDataset(this, path, options, makeWay);
  }
}
