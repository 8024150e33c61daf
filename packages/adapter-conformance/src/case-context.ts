import { filterIds, openFile, type Hdf5Adapter, type Hdf5File, type OpenOptions } from '@h5tail/adapter';
import { FollowReader } from './live-writer/follow-reader.js';
import { pythonForInterop } from './live-writer/python-for-interop.js';
import type { DrivenWriter, TestStorage } from './storage/test-storage.js';

/** What every build of HDF5 reads. */
const ownFilters = [
  filterIds.deflate,
  filterIds.shuffle,
  filterIds.fletcher32,
  filterIds.szip,
  filterIds.nbit,
  filterIds.scaleOffset,
];

/** What a case works with. All that it opens and starts is closed and ended after it. */
export class CaseContext implements AsyncDisposable {
  readonly adapter: Hdf5Adapter;
  readonly storage: TestStorage;
  /** Filters that the adapter must read: HDF5's own, and those that it was said to have. */
  readonly filters: ReadonlySet<number>;
  readonly #cleanups: (() => Promise<void>)[] = [];

  constructor(adapter: Hdf5Adapter, storage: TestStorage, filters: readonly number[] = []) {
    this.adapter = adapter;
    this.storage = storage;
    this.filters = new Set([...ownFilters, ...filters]);
  }

  /** A path where there is no file yet. */
  newPath(name = 'file.h5'): Promise<string> {
    return this.storage.newPath(name);
  }

  /** Path of a copy of a fixture. */
  fixture(name: string): Promise<string> {
    return this.storage.fixture(name);
  }

  /** Opens a file with the adapter under test. Default: for reading. */
  async open(path: string, options: Partial<OpenOptions> = {}): Promise<Hdf5File> {
    const file = await openFile(path, { adapter: this.adapter, mode: 'r', ...options });
    this.defer(() => file.close());
    return file;
  }

  /** Creates a file with the adapter under test. */
  async create(name = 'file.h5'): Promise<Hdf5File> {
    return this.open(await this.newPath(name), { mode: 'w' });
  }

  /** Opens a copy of a fixture with the adapter under test. */
  async openFixture(name: string, options: Partial<OpenOptions> = {}): Promise<Hdf5File> {
    return this.open(await this.fixture(name), options);
  }

  /** Starts a writer beside the adapter under test. */
  async writer(): Promise<DrivenWriter> {
    const writer = await this.storage.writer();
    this.defer(async () => writer[Symbol.asyncDispose]());
    return writer;
  }

  /** Starts an h5py reader in another process. */
  async reader(): Promise<FollowReader> {
    const python = pythonForInterop();
    if (python === undefined) throw new Error('this needs a Python with h5py');
    const reader = await FollowReader.start({ python });
    this.defer(() => reader[Symbol.asyncDispose]());
    return reader;
  }

  /** Does something after the case, whatever comes of it; the last one first. */
  defer(cleanup: () => Promise<void>): void {
    this.#cleanups.push(cleanup);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const cleanup of this.#cleanups.toReversed()) {
      try {
        await cleanup();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'cleaning up after a case failed');
  }
}
