import {
  Hdf5Error,
  type Attributes,
  type ChunkInfo,
  type DataOf,
  type Dataset,
  type Dtype,
  type Filter,
  type Hdf5File,
  type RawChunk,
  type ReadOptions,
  type Selection,
  type Slab,
  type WriteOptions,
  type WriterState,
} from '@h5tail/adapter';
import { atPlace, checkResize, holdsPointers } from '@h5tail/adapter/implementation';
import {
  commonWriterState,
  requireSameDtype,
  selectElements,
  statusOf,
  unreadableFiles,
  StoredRefresh,
} from '@h5tail/local-file/objects';
import type { DatasetId } from '../c/identifiers.js';
import { memoryDtype } from '../dtype/memory-dtype.js';
import type { NativeHandle } from '../file/native-handle.js';
import type { NativeObjects } from '../file/native-objects.js';
import { placesOf } from './chunk-index.js';
import { chunkInfo, readChunk, writeChunk } from './chunks.js';
import { describeDataset, extentsOf, type DatasetDescription } from './dataset-description.js';
import type { DatasetTarget } from './dataset-target.js';
import { openDataset, type DescribedDataset } from './open-dataset.js';
import type { OpenDataset } from './open-datasets.js';
import { DecodedLater } from './read-decoded.js';
import { readElements } from './read-elements.js';
import { encodeForWriting, writeElements } from './write-elements.js';

/** A dataset, known by its path and held open by the identifier that this process has of it. */
export class NativeDataset<D extends Dtype = Dtype> implements Dataset<D> {
  readonly kind = 'dataset';
  readonly file: Hdf5File;
  readonly path: string;
  readonly dtype: D;
  readonly attributes: Attributes;
  /** Absent where it is not set, or nothing that is a single number or text. */
  declare readonly fillValue?: number | bigint | string;
  readonly #handle: NativeHandle;
  readonly #memoryDtype: Dtype;
  #open: OpenDataset;
  #description: DatasetDescription;
  #storageFiles: readonly string[];

  private constructor(handle: NativeHandle, file: Hdf5File, path: string, opened: DescribedDataset) {
    this.#handle = handle;
    this.file = file;
    this.path = path;
    this.attributes = handle.attributes(path);
    this.#open = opened.open;
    this.#description = opened.description;
    this.#storageFiles = opened.storageFiles;
    this.dtype = opened.description.dtype as D;
    this.#memoryDtype = memoryDtype(opened.description.dtype);
    if (opened.description.fillValue !== undefined) this.fillValue = opened.description.fillValue;
  }

  /** Opens a dataset that exists. */
  static async open(handle: NativeHandle, file: Hdf5File, path: string): Promise<NativeDataset> {
    return new NativeDataset(handle, file, path, await handle.use((objects) => openDataset(objects, path)));
  }

  get shape(): readonly number[] | null {
    return this.#description.shape;
  }

  get maxShape(): readonly (number | null)[] | null {
    return this.#description.maxShape;
  }

  get chunks(): readonly number[] | null {
    return this.#description.chunks;
  }

  get filters(): readonly Filter[] {
    return this.#description.filters;
  }

  get isVirtual(): boolean {
    return this.#description.sources !== undefined;
  }

  async refresh(): Promise<void> {
    const handle = this.#handle;
    handle.state.requireOpen();
    const status = handle.requireSameFile();
    if (status === undefined) await handle.requireFile();
    else if (this.#refreshWithoutHdf5(status.fileSize)) return;
    const isDone = await handle.use((objects) => {
      const isInParts = this.#isRefreshable && (objects.isWritten || isRefreshableInParts(objects));
      if (isInParts) this.#refresh(objects);
      return isInParts;
    }, this.#isBeingWritten);
    if (isDone) return;
    await handle.forget();
    await handle.use((objects) => {
      this.#refresh(objects);
    }, this.#isBeingWritten);
  }

  async read(selection?: Selection, { into, signal }: ReadOptions<D> = {}): Promise<Slab<D>> {
    signal?.throwIfAborted();
    this.#handle.state.requireOpen();
    const slab = selectElements(this, selection, this.#handle.state.place(this.path));
    const read = (isDecoded: boolean): Promise<unknown> =>
      this.#handle.use((objects) => {
        const start = (): unknown => {
          // It may have waited for its turn.
          signal?.throwIfAborted();
          const data = this.#with(objects, (target) => readElements(target, slab, into, isDecoded));
          if (data instanceof DecodedLater) this.#handle.closeAfter(data.isRight);
          return data;
        };
        return objects.instance.thread.decoding.room?.then(start) ?? start();
      }, this.#isBeingWritten);
    let data = await read(true);
    // The others need not wait for it: it does not use HDF5.
    if (data instanceof DecodedLater) data = (await data.isRight) ? data.finish() : await read(false);
    return { dtype: this.dtype, shape: slab.shape, data: data as DataOf<D> };
  }

  async write(selection: Selection | null, data: DataOf<D>, { signal }: WriteOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#handle.state.requireWritable(this.path);
    const slab = selectElements(this, selection, this.#handle.state.place(this.path));
    await this.#handle.use((objects) => {
      signal?.throwIfAborted();
      const { koffi } = objects.instance.thread.library.loaded;
      const elements = atPlace(objects.place(this.path), () => encodeForWriting(koffi, this.dtype, data, slab.size));
      return this.#with(objects, (target) => writeElements(target, slab, elements));
    });
  }

  async resize(shape: readonly number[]): Promise<void> {
    this.#handle.state.requireWritable(this.path);
    checkResize(this, shape, this.#handle.state.place(this.path));
    const size = BigUint64Array.from(shape, BigInt);
    await this.#handle.use((objects) =>
      this.#with(objects, ({ id }) => {
        objects.demand(this.path, 'the dataset cannot be resized', (c) => c.H5Dset_extent(id, size));
        this.#description = { ...this.#description, shape: [...shape] };
      }),
    );
  }

  /** Only this dataset, unless elements of variable length belong to it: those are kept apart from it, in the file. */
  async flush(): Promise<void> {
    this.#handle.state.requireOpen();
    if (this.#handle.state.mode === 'r') return;
    if (holdsPointers(this.dtype)) {
      await this.file.flush();
      return;
    }
    await this.#handle.use((objects) =>
      this.#with(objects, ({ id }) => {
        objects.demand(this.path, 'the dataset cannot be flushed', (c) => c.H5Dflush(id));
      }),
    );
  }

  // Synchronous but for the check; the signature is not, so that a thrown fault is a rejection.
  async writerState(): Promise<WriterState> {
    this.#handle.state.requireOpen();
    return commonWriterState(this.#storageFiles);
  }

  // As above.
  async unreadableSources(): Promise<readonly string[]> {
    this.#handle.state.requireOpen();
    return this.isVirtual ? unreadableFiles(this.#storageFiles) : [];
  }

  readChunk(offset: readonly number[]): Promise<RawChunk> {
    return this.#handle.use(
      (objects) => this.#with(objects, (target) => readChunk(target, this.#description, offset)),
      this.#isBeingWritten,
    );
  }

  async writeChunk(offset: readonly number[], chunk: RawChunk): Promise<void> {
    this.#handle.state.requireWritable(this.path);
    await this.#handle.use((objects) =>
      this.#with(objects, (target) => {
        writeChunk(target, this.#description, offset, chunk);
      }),
    );
  }

  chunkInfo(offset: readonly number[]): Promise<ChunkInfo | null> {
    return this.#handle.use(
      (objects) => this.#with(objects, (target) => chunkInfo(target, this.#description, offset)),
      this.#isBeingWritten,
    );
  }

  readonly #isBeingWritten = async (): Promise<boolean> => (await this.writerState()) === 'swmr-writing';

  /** Runs `work` with the open dataset, which is opened again where it was closed since. */
  #with<Result>(objects: NativeObjects, work: (target: DatasetTarget) => Result): Result {
    this.#identifier(objects);
    try {
      return work(this.#target(objects));
    } catch (error) {
      throw this.#closedByFailure(objects, error);
    }
  }

  #target(objects: NativeObjects): DatasetTarget {
    const isAlone = this.#isAlone;
    const identifier = (): DatasetId => this.#currentIdentifier(objects);
    return {
      objects,
      get id() {
        return identifier();
      },
      open: this.#open,
      path: this.path,
      dtype: this.dtype,
      memoryDtype: this.#memoryDtype,
      filters: this.filters,
      description: this.#description,
      isAlone,
      isReadOnlyHere: isAlone && !objects.isWritten,
    };
  }

  /** The identifier, for HDF5 to show what was refreshed without it. */
  #currentIdentifier(objects: NativeObjects): DatasetId {
    objects.instance.thread.datasets.catchUp(objects, this.path, this.#open);
    return this.#identifier(objects);
  }

  #identifier(objects: NativeObjects): DatasetId {
    const { datasets } = objects.instance.thread;
    if (this.#open.id !== undefined) return datasets.touch(this.#open).id as DatasetId;
    const { open, description } = openDataset(objects, this.path);
    requireSameDtype(this.#handle.state.place(this.path), this.dtype, description.dtype);
    this.#open = open;
    return open.id as DatasetId;
  }

  /** HDF5 closes and opens a dataset to refresh it. Where the second fails, its identifier stands for nothing. */
  #closedByFailure(objects: NativeObjects, error: unknown): unknown {
    const { library, datasets } = objects.instance.thread;
    const { id } = this.#open;
    if (id === undefined || library.c.H5Iis_valid(id) > 0) return error;
    datasets.forget(this.#open);
    if (!(error instanceof Hdf5Error) || error.details.length === 0) return error;
    const { message, details, file, object } = error;
    return new Hdf5Error('HDF5', message, { file, object, details, cause: error });
  }

  /** Whether all of the dataset is in the file that its path begins in. */
  get #isAlone(): boolean {
    const [first, ...others] = this.#storageFiles;
    return first === this.#handle.state.path && others.length === 0;
  }

  /**
   * Whether HDF5's own refresh takes in all that belongs to the dataset. It knows one dataset of one file, not what is
   * kept apart from it there (elements of variable length) or elsewhere (links, virtual datasets).
   */
  get #isRefreshable(): boolean {
    return this.#isAlone && !holdsPointers(this.dtype);
  }

  /**
   * Takes in the extents from the file itself, and leaves the rest to when HDF5 is needed. What is open is looked at and
   * nothing is opened, so nobody has to wait.
   *
   * @returns Whether it did; if not, HDF5 has to.
   */
  #refreshWithoutHdf5(fileSize: number): boolean {
    const file = this.#handle.openForSwmrReading;
    const open = this.#open;
    if (file?.live === undefined || typeof open.live !== 'object' || open.file !== file.id) return false;
    const shape = open.live.extents(file.live, fileSize);
    if (shape === undefined) return false;
    open.isBehind = true;
    if (shape !== this.#description.shape) this.#description = { ...this.#description, shape };
    return true;
  }

  /** Prepares the next refresh; to be called when HDF5 has refreshed or opened the dataset just now. */
  #lookAtHeader(objects: NativeObjects): void {
    const open = this.#open;
    const { live } = objects.open;
    if (open.live !== undefined || live === undefined || open.id === undefined || !this.#isRefreshable) return;
    const places = placesOf({ objects, open, isAlone: true });
    const rank = this.#description.shape?.length;
    open.live =
      (places && rank !== undefined ? StoredRefresh.of(live, places, open.address, rank) : undefined) ?? 'none';
  }

  #refresh(objects: NativeObjects): void {
    this.#refreshWithHdf5(objects);
    if (!objects.isWritten) this.#lookAtHeader(objects);
  }

  #refreshWithHdf5(objects: NativeObjects): void {
    this.#refreshOpen(objects);
    if (this.#open.id !== undefined) {
      this.#takeExtents(objects, this.#open.id);
      return;
    }
    const opened = openDataset(objects, this.path);
    requireSameDtype(this.#handle.state.place(this.path), this.dtype, opened.description.dtype);
    this.#open = opened.open;
    // Links may lead elsewhere by now.
    this.#storageFiles = opened.storageFiles;
    if (!opened.isNew) this.#refreshOpen(objects);
    this.#description = opened.isNew
      ? opened.description
      : describeDataset(objects, this.#identifier(objects), this.path);
  }

  /** Refreshes the dataset if it is open; afterwards it may be closed. */
  #refreshOpen(objects: NativeObjects): void {
    // What this process writes itself is as new as it can be.
    if (objects.isWritten) return;
    try {
      objects.instance.thread.datasets.refresh(objects, this.path, this.#open);
    } catch (error) {
      throw this.#closedByFailure(objects, error);
    }
  }

  #takeExtents(objects: NativeObjects, id: DatasetId): void {
    const extents = extentsOf(objects.instance.thread.library, objects, id, this.path);
    this.#description = { ...this.#description, ...extents };
  }
}

/** Whether a dataset of the file can be refreshed by itself. */
function isRefreshableInParts({ open, file }: NativeObjects): boolean {
  const status = statusOf(file);
  return status !== undefined && open.live?.isRefreshableInParts(status.fileSize) === true;
}
