import {
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
import { checkResize, type Hyperslab } from '@h5tail/adapter/implementation';
import {
  commonWriterState,
  requireDataset,
  requireSameDtype,
  selectElements,
  storageFiles,
  unreadableFiles,
} from '@h5tail/local-file/objects';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import type { H5wasmMetadata } from './h5wasm-functions.js';
import { memoryDtype } from './memory-dtype.js';
import type { OpenHandle } from './open-handle.js';
import { checkRead, readElements, readThroughHdf5, readWithoutHdf5, type DatasetTarget } from './read-elements.js';
import { notStoredSo } from './read-stored.js';
import { chunkInfo, readChunk, type ChunkTarget } from './stored-chunks.js';
import { DatasetStorage } from './stored-dataset.js';
import { storedDtype } from './stored-dtype.js';
import { storedFillValue } from './stored-fill-value.js';
import type { WasmObjects } from './wasm-objects.js';
import { writeElements } from './write-elements.js';

/** Refreshes that come sooner after each other are prepared for: it takes about as long as one of them. */
const frequentMs = 100;

/** HDF5's mark of an unlimited axis, 2^64 - 1, as the double that h5wasm makes of it. */
const unlimited = 2 ** 64;

/** A dataset, known by its path: no handle is held between calls, so a refresh can close and open the file. */
export class WasmDataset<D extends Dtype = Dtype> implements Dataset<D> {
  readonly kind = 'dataset';
  readonly file: Hdf5File;
  readonly path: string;
  readonly dtype: D;
  readonly attributes: Attributes;
  /** Absent where it is not set, or nothing that is a single number or text. */
  declare readonly fillValue?: number | bigint | string;
  readonly #handle: OpenHandle;
  /** As h5wasm tells it, which may be less than what is stored, and takes no other look at the file. */
  readonly #toldDtype: Dtype;
  readonly #memoryDtype: Dtype;
  readonly #storage: DatasetStorage;
  #metadata: H5wasmMetadata;
  #lastRefreshAt = -Infinity;
  #filters: readonly Filter[];
  #storageFiles: string[] | undefined;

  private constructor(handle: OpenHandle, file: Hdf5File, path: string, opened: Opened) {
    this.#handle = handle;
    this.file = file;
    this.path = path;
    this.dtype = opened.dtype as D;
    this.#filters = opened.filters;
    this.attributes = handle.attributes(path);
    this.#toldDtype = opened.toldDtype;
    this.#memoryDtype = memoryDtype(opened.dtype);
    this.#storage = new DatasetStorage(path, opened.dtype);
    this.#metadata = opened.metadata;
    if (opened.fillValue !== undefined) this.fillValue = opened.fillValue;
  }

  /** Opens a dataset that exists. */
  static async open(handle: OpenHandle, file: Hdf5File, path: string): Promise<WasmDataset> {
    const opened = await handle.use((objects): Opened => {
      const metadata = readMetadata(objects, path);
      const toldDtype = dtypeFromH5wasm(metadata);
      const dtype = storedDtype(objects, path, toldDtype);
      const fillValue = storedFillValue(objects, path, dtype);
      return { metadata, filters: readFilters(objects, path), toldDtype, dtype, fillValue };
    });
    return new WasmDataset(handle, file, path, opened);
  }

  get shape(): readonly number[] | null {
    return this.#metadata.shape;
  }

  get maxShape(): readonly (number | null)[] | null {
    return this.#metadata.maxshape?.map((extent) => (extent === unlimited ? null : extent)) ?? null;
  }

  get chunks(): readonly number[] | null {
    return this.#metadata.chunks;
  }

  get filters(): readonly Filter[] {
    return this.#filters;
  }

  get isVirtual(): boolean {
    return this.#metadata.virtual_sources !== undefined;
  }

  async refresh(): Promise<void> {
    if (this.#refreshWithoutHdf5()) return;
    await this.#handle.forget();
    const isFrequent = performance.now() - this.#lastRefreshAt < frequentMs;
    await this.#handle.use((objects) => {
      const metadata = readMetadata(objects, this.path);
      requireSameDtype(objects.place(this.path), this.#toldDtype, dtypeFromH5wasm(metadata));
      this.#filters = readFilters(objects, this.path);
      this.#metadata = metadata;
      if (isFrequent && !this.isVirtual) this.#storage.prepareRefresh(objects, metadata.shape?.length);
    });
    this.#lastRefreshAt = performance.now();
    // The sources of a virtual dataset may be files that appear one after the other; links stay as they are.
    if (this.isVirtual) this.#storageFiles = undefined;
  }

  async read(selection?: Selection, { into, signal }: ReadOptions<D> = {}): Promise<Slab<D>> {
    signal?.throwIfAborted();
    this.#handle.state.requireOpen();
    const slab = this.#select(selection);
    const { reads } = this.#handle;
    let data = await reads.add(this.#readWithoutHdf5(slab, into));
    if (data === notStoredSo) {
      data = await this.#handle.use(
        (objects) => reads.add(readElements(objects, this.#target, slab, into)),
        this.#isBeingWritten,
      );
    }
    if (data === notStoredSo) {
      data = await this.#handle.use(
        (objects) => readThroughHdf5(objects, this.#target, slab, into),
        this.#isBeingWritten,
      );
    }
    return { dtype: this.dtype, shape: slab.shape, data: data as DataOf<D> };
  }

  async write(selection: Selection | null, data: DataOf<D>, { signal }: WriteOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#handle.state.requireWritable(this.path);
    const slab = this.#select(selection);
    await this.#handle.use((objects) => {
      writeElements(objects, this.#target, slab, data);
    });
  }

  async resize(shape: readonly number[]): Promise<void> {
    this.#handle.state.requireWritable(this.path);
    checkResize(this, shape, this.#handle.state.place(this.path));
    await this.#handle.use((objects) => {
      objects.demand(this.path, 'the dataset cannot be resized', (module) =>
        module.resize_dataset(objects.id, this.path, shape.map(BigInt)),
      );
      this.#metadata = { ...this.#metadata, shape: [...shape] };
    });
  }

  async flush(): Promise<void> {
    await this.file.flush();
  }

  async writerState(): Promise<WriterState> {
    return commonWriterState(await this.#filesOfElements());
  }

  async unreadableSources(): Promise<readonly string[]> {
    const files = await this.#filesOfElements();
    return this.isVirtual ? unreadableFiles(files) : [];
  }

  async #filesOfElements(): Promise<readonly string[]> {
    this.#handle.state.requireOpen();
    this.#storageFiles ??= await this.#handle.use((objects) => {
      const sources = this.#metadata.virtual_sources ?? [];
      return storageFiles(
        objects,
        this.path,
        sources.map((source) => source.file_name),
      );
    });
    return this.#storageFiles;
  }

  readChunk(offset: readonly number[]): Promise<RawChunk> {
    return this.#handle.use((objects) => readChunk(objects, this.#chunkTarget, offset), this.#isBeingWritten);
  }

  chunkInfo(offset: readonly number[]): Promise<ChunkInfo | null> {
    return this.#handle.use((objects) => chunkInfo(objects, this.#chunkTarget, offset), this.#isBeingWritten);
  }

  readonly #isBeingWritten = async (): Promise<boolean> => (await this.writerState()) === 'swmr-writing';

  /**
   * Takes in the extents from the file itself. HDF5 opens the file again when it is needed next.
   *
   * @returns Whether it did; if not, HDF5 has to.
   */
  #refreshWithoutHdf5(): boolean {
    const handle = this.#handle;
    const objects = handle.objectsWithoutHdf5;
    const status = objects && handle.status;
    const shape = status && this.#storage.refresh(objects, status.fileSize);
    if (shape === undefined) return false;
    handle.fallBehind();
    this.#lastRefreshAt = performance.now();
    if (shape !== this.#metadata.shape) this.#metadata = { ...this.#metadata, shape: shape as number[] };
    return true;
  }

  /** Reads elements while the file is not open for HDF5 as it was refreshed. */
  #readWithoutHdf5(slab: Hyperslab, into: unknown): unknown {
    if (!this.#handle.isBehind) return notStoredSo;
    const objects = this.#handle.objectsWithoutHdf5;
    if (objects === undefined || !this.#storage.isKnown(objects)) return notStoredSo;
    const target = this.#target;
    return readWithoutHdf5(objects, target, slab, checkRead(objects, target, slab, into), true);
  }

  get #target(): DatasetTarget {
    return {
      path: this.path,
      dtype: this.dtype,
      memory: this.#memoryDtype,
      filters: this.filters,
      shape: this.shape,
      storage: this.#storage,
    };
  }

  get #chunkTarget(): ChunkTarget {
    return { path: this.path, storage: this.#storage, dataset: this };
  }

  #select(selection: Selection | null | undefined): Hyperslab {
    return selectElements(this, selection, this.#handle.state.place(this.path));
  }
}

interface Opened {
  readonly metadata: H5wasmMetadata;
  readonly filters: readonly Filter[];
  readonly toldDtype: Dtype;
  readonly dtype: Dtype;
  readonly fillValue: number | bigint | string | undefined;
}

function readMetadata(objects: WasmObjects, path: string): H5wasmMetadata {
  requireDataset(objects, path);
  return objects.demand(path, 'the dataset cannot be opened', (module) =>
    module.get_dataset_metadata(objects.id, path),
  );
}

function readFilters(objects: WasmObjects, path: string): Filter[] {
  return objects
    .demand(path, 'the filters cannot be read', (module) => module.get_dataset_filters(objects.id, path))
    .map((filter): Filter => ({ id: filter.id, name: filter.name, options: filter.cd_values }));
}
