import {
  Hdf5Error,
  type Attributes,
  type DataOf,
  type Dataset,
  type Dtype,
  type Filter,
  type Hdf5File,
  type ReadOptions,
  type Selection,
  type Slab,
  type WriteOptions,
  type WriterState,
} from '@h5tail/adapter';
import { resolveSelection, type Hyperslab } from '@h5tail/adapter/implementation';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import type { H5wasmMetadata } from './h5wasm-functions.js';
import { memoryDtype } from './memory-dtype.js';
import type { OpenHandle } from './open-handle.js';
import { commonWriterState, storageFiles } from './storage-files.js';
import { readElements, type DatasetTarget } from './read-elements.js';
import { WasmAttributes } from './wasm-attributes.js';
import { writeElements } from './write-elements.js';

/** HDF5's mark of an unlimited axis, 2^64 - 1, as the double that h5wasm makes of it. */
const unlimited = 2 ** 64;

/** A dataset, known by its path: no handle is held between calls, so a refresh can close and open the file. */
export class WasmDataset<D extends Dtype = Dtype> implements Dataset<D> {
  readonly kind = 'dataset';
  readonly file: Hdf5File;
  readonly path: string;
  readonly dtype: D;
  readonly filters: readonly Filter[];
  readonly attributes: Attributes;
  readonly #handle: OpenHandle;
  readonly #memoryDtype: Dtype;
  #metadata: H5wasmMetadata;
  #storageFiles: string[] | undefined;

  private constructor(handle: OpenHandle, file: Hdf5File, path: string, opened: Opened) {
    this.#handle = handle;
    this.file = file;
    this.path = path;
    this.dtype = opened.dtype as D;
    this.filters = opened.filters;
    this.attributes = new WasmAttributes(handle, path);
    this.#memoryDtype = memoryDtype(opened.dtype);
    this.#metadata = opened.metadata;
  }

  /** Opens a dataset that exists. */
  static async open(handle: OpenHandle, file: Hdf5File, path: string): Promise<WasmDataset> {
    const opened = await handle.use((id, library): Opened => {
      const metadata = readMetadata(handle, id, path);
      const filters = library
        .demand(handle.place(path), 'the filters cannot be read', (m) => m.get_dataset_filters(id, path))
        .map((filter): Filter => ({ id: filter.id, name: filter.name, options: filter.cd_values }));
      return { metadata, filters, dtype: dtypeFromH5wasm(metadata) };
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

  get isVirtual(): boolean {
    return this.#metadata.virtual_sources !== undefined;
  }

  async refresh(): Promise<void> {
    this.#handle.refresh();
    const metadata = await this.#handle.use((id) => readMetadata(this.#handle, id, this.path));
    if (metadata.type !== this.#metadata.type || metadata.size !== this.#metadata.size) {
      throw new Hdf5Error('WRONG_DTYPE', 'the dataset was replaced by one of another dtype', {
        ...this.#handle.place(this.path),
        remedy: 'Open it again',
      });
    }
    this.#metadata = metadata;
  }

  async read(selection?: Selection, { into, signal }: ReadOptions<D> = {}): Promise<Slab<D>> {
    signal?.throwIfAborted();
    this.#handle.requireOpen();
    const slab = this.#select(selection);
    const data = await this.#handle.use((id) => readElements(this.#handle, this.#target(id), slab, into));
    return { dtype: this.dtype, shape: slab.shape, data: data as DataOf<D> };
  }

  async write(selection: Selection | null, data: DataOf<D>, { signal }: WriteOptions = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#handle.requireWritable(this.path);
    const slab = this.#select(selection);
    await this.#handle.use((id) => {
      writeElements(this.#handle, this.#target(id), slab, data);
    });
  }

  async resize(shape: readonly number[]): Promise<void> {
    this.#handle.requireWritable(this.path);
    const place = this.#handle.place(this.path);
    const maxShape = this.maxShape ?? [];
    if (shape.length !== maxShape.length || this.shape === null) {
      throw new Hdf5Error('WRONG_SHAPE', `a shape of ${maxShape.length} axes is needed, not ${shape.length}`, place);
    }
    shape.forEach((extent, axis) => {
      const limit = maxShape[axis] ?? Infinity;
      if (Number.isSafeInteger(extent) && extent >= 0 && extent <= limit) return;
      throw new Hdf5Error('OUT_OF_RANGE', `extent ${extent} of axis ${axis} is not between 0 and ${limit}`, place);
    });
    await this.#handle.use((id, library) => {
      library.demand(place, 'the dataset cannot be resized', (m) => m.resize_dataset(id, this.path, shape.map(BigInt)));
      this.#metadata = readMetadata(this.#handle, id, this.path);
    });
  }

  async flush(): Promise<void> {
    await this.file.flush();
  }

  async writerState(): Promise<WriterState> {
    this.#handle.requireOpen();
    this.#storageFiles ??= await this.#handle.use((id) => storageFiles(this.#handle, id, this.path, this.#metadata));
    return commonWriterState(this.#storageFiles);
  }

  #target(id: bigint): DatasetTarget {
    return { id, path: this.path, dtype: this.dtype, memory: this.#memoryDtype, filters: this.filters };
  }

  #select(selection: Selection | null | undefined): Hyperslab {
    if (this.shape === null) {
      const message = 'the dataset has no dataspace, so there are no elements';
      throw new Hdf5Error('NULL_DATASPACE', message, this.#handle.place(this.path));
    }
    return resolveSelection(selection, this.shape, this.#handle.place(this.path));
  }
}

interface Opened {
  readonly metadata: H5wasmMetadata;
  readonly filters: readonly Filter[];
  readonly dtype: Dtype;
}

function readMetadata(handle: OpenHandle, id: bigint, path: string): H5wasmMetadata {
  const kind = handle.requireObject(id, path);
  if (kind !== 'dataset') {
    throw new Hdf5Error('WRONG_KIND', `this is a ${kind}, not a dataset`, handle.place(path));
  }
  return handle.library.demand(handle.place(path), 'the dataset cannot be opened', (module) =>
    module.get_dataset_metadata(id, path),
  );
}
