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
import { decodeElements, encodeElements, numberArrayClass, resolveSelection } from '@h5tail/adapter/implementation';
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
    const decoded = decodeElements(this.dtype, content.read(slab), slab.size, this.#session.disk.heap, true);
    const data = options.into === undefined ? decoded : this.#fill(options.into, decoded);
    return { dtype: this.dtype, shape: slab.shape, data };
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
    const content = this.#requireContent();
    const { maxShape } = this.#stored;
    if (shape.length !== content.shape.length) {
      throw this.#error('WRONG_SHAPE', `${shape.length} extents for a dataset of rank ${content.shape.length}`);
    }
    shape.forEach((extent, axis) => {
      const largest = maxShape?.[axis] ?? Infinity;
      if (!Number.isSafeInteger(extent) || extent < 0 || extent > largest) {
        throw this.#error('OUT_OF_RANGE', `extent ${extent} of axis ${axis} is not within 0 and ${largest}`);
      }
    });
    if (this.#stored.chunks === null && shape.some((extent, axis) => extent !== content.shape[axis])) {
      throw this.#error('OUT_OF_RANGE', 'only chunked datasets can be resized');
    }
    content.resize([...shape]);
  }

  async flush(): Promise<void> {
    this.#session.requireOpen(this.path);
    if (!this.#session.isWriter) return;
    flushObject(this.#stored);
    this.#session.disk.changed(this.#session.path);
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

  #fill(into: DataOf<D>, decoded: DataOf<D>): DataOf<D> {
    const ArrayClass = numberArrayClass(this.dtype);
    const target: unknown = into;
    const source = decoded as Uint8Array;
    if (ArrayClass === undefined)
      throw this.#error('INVALID_DATA', `'into' does not go with ${this.dtype.class} elements`);
    if (!(target instanceof ArrayClass) || target.length !== source.length) {
      throw this.#error('INVALID_DATA', `'into' must be a ${ArrayClass.name} of ${source.length}`);
    }
    (target as Uint8Array).set(source);
    return into;
  }

  #error(code: ErrorCode, message: string) {
    return new Hdf5Error(code, message, this.#place());
  }

  #place(): { file: string; object: string } {
    return { file: this.#session.path, object: this.path };
  }
}
