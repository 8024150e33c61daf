import { isDeepStrictEqual } from 'node:util';
import {
  Hdf5Error,
  type Attributes,
  type DataOf,
  type Dataset,
  type Dtype,
  type ErrorCode,
  type Filter,
  type Hdf5File,
  type ReadOptions,
  type Selection,
  type Slab,
  type WriteOptions,
  type WriterState,
} from '@h5tail/adapter';
import {
  checkInto,
  checkResize,
  decodeElements,
  encodeElements,
  resolveSelection,
} from '@h5tail/adapter/implementation';
import type { ElementBlocks } from './element-blocks.js';
import { MemoryAttributes } from './memory-attributes.js';
import type { MemorySession } from './memory-session.js';
import { flushObject, type StoredDataset } from './stored-object.js';

/** A dataset of a `MemoryDisk`. A reader's keeps what it saw at its last refresh. */
export class MemoryDataset<D extends Dtype = Dtype> implements Dataset<D> {
  readonly kind = 'dataset';
  readonly file: Hdf5File;
  readonly path: string;
  readonly attributes: Attributes;
  declare readonly fillValue?: number | bigint | string;
  readonly #session: MemorySession;
  #stored: StoredDataset;
  #seen: ElementBlocks | undefined;

  constructor(session: MemorySession, file: Hdf5File, path: string, stored: StoredDataset) {
    this.#session = session;
    this.file = file;
    this.path = path;
    this.attributes = new MemoryAttributes(session, path);
    this.#stored = stored;
    this.#seen = stored.content?.flushed;
    if (session.adapter.capabilities.readFillValue && stored.fillValue !== undefined) this.fillValue = stored.fillValue;
  }

  get dtype(): D {
    return this.#stored.dtype as D;
  }

  get shape(): readonly number[] | null {
    return this.#content()?.shape ?? null;
  }

  get maxShape(): readonly (number | null)[] | null {
    return this.#stored.maxShape;
  }

  get chunks(): readonly number[] | null {
    return this.#stored.chunks;
  }

  get filters(): readonly Filter[] {
    return this.#stored.filters;
  }

  get isVirtual(): boolean {
    return this.#stored.isVirtual;
  }

  async refresh(): Promise<void> {
    this.#session.refresh();
    const found = this.#session.find(this.path);
    if (found.kind !== 'dataset') throw this.#error('OBJECT_NOT_FOUND', `it is a ${found.kind} now`);
    if (!isDeepStrictEqual(found.dtype, this.dtype)) throw this.#error('WRONG_DTYPE', 'it has another dtype now');
    this.#stored = found;
    this.#seen = found.content?.flushed;
  }

  async read(selection?: Selection, options: ReadOptions<D> = {}): Promise<Slab<D>> {
    options.signal?.throwIfAborted();
    this.#session.requireOpen(this.path);
    const content = this.#requireContent();
    const slab = resolveSelection(selection, content.shape, this.#place());
    const { into } = options;
    const target = into === undefined ? undefined : checkInto(this.dtype, slab.size, into, this.#place());
    const data = decodeElements(this.dtype, content.read(slab), slab.size, this.#session.disk.heap, true);
    if (into === undefined || target === undefined) return { dtype: this.dtype, shape: slab.shape, data };
    // The dtypes that `into` goes with are read into typed arrays.
    const { buffer, byteOffset, byteLength } = data as unknown as ArrayBufferView;
    target.set(new Uint8Array(buffer, byteOffset, byteLength));
    return { dtype: this.dtype, shape: slab.shape, data: into };
  }

  async write(selection: Selection | null, data: DataOf<D>, options: WriteOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    this.#session.requireWriter(this.path);
    const content = this.#requireContent();
    const slab = resolveSelection(selection, content.shape, this.#place());
    content.write(slab, encodeElements(this.dtype, data, slab.size, this.#session.disk.heap));
  }

  async resize(shape: readonly number[]): Promise<void> {
    this.#session.requireWriter(this.path);
    checkResize(this, shape, this.#place());
    const content = this.#requireContent();
    if (this.#stored.chunks === null && shape.some((extent, axis) => extent !== content.shape[axis])) {
      throw this.#error('OUT_OF_RANGE', 'only chunked datasets can be resized');
    }
    content.resize([...shape]);
  }

  async flush(): Promise<void> {
    this.#session.requireOpen(this.path);
    if (!this.#session.isWriter) return;
    flushObject(this.#stored);
    this.#session.disk.fileChanged(this.#session.stored);
  }

  // It has no virtual datasets.
  async unreadableSources(): Promise<readonly string[]> {
    this.#session.requireOpen();
    return [];
  }

  async writerState(): Promise<WriterState> {
    this.#session.requireOpen(this.path);
    return this.#session.writerStateAt(this.path);
  }

  #content(): ElementBlocks | undefined {
    return this.#session.isWriter ? this.#stored.content?.live : this.#seen;
  }

  #requireContent(): ElementBlocks {
    const content = this.#content();
    if (content === undefined) throw this.#error('NULL_DATASPACE', 'it has no dataspace, so there are no elements');
    return content;
  }

  #error(code: ErrorCode, message: string) {
    return new Hdf5Error(code, message, this.#place());
  }

  #place(): { file: string; object: string } {
    return { file: this.#session.path, object: this.path };
  }
}
