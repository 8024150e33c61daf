import type { Dataset, Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import {
  LocalHandle,
  requireSameFile,
  statusOf,
  type FileStatus,
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
   * @returns What the system says of it.
   * @throws Hdf5Error `FILE_REPLACED`, also where there is none; see {@link requireFile}.
   */
  requireSameFile(): FileStatus | undefined {
    const { path } = this.state;
    const status = statusOf(path);
    if (status !== undefined) requireSameFile(path, this.identity, status);
    return status;
  }

  /**
   * To be called where there is no file of this name.
   *
   * @throws Hdf5Error `FILE_NOT_FOUND`.
   */
  async requireFile(): Promise<void> {
    await checkFile(this.state.path, { mode: 'r', swmr: true });
    this.requireSameFile();
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
