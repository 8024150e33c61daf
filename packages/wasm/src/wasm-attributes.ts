import {
  Hdf5Error,
  type Attribute,
  type Attributes,
  type AttributeValue,
  type DataOf,
  type Dtype,
  type SetAttributeOptions,
} from '@h5tail/adapter';
import {
  atPlace,
  checkCreation,
  creationCapabilities,
  decodeElements,
  encodeElements,
  holdsPointers,
  requireAttributeName,
  requireCapabilities,
  typedValue,
  type TypedValue,
} from '@h5tail/adapter/implementation';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import { dtypeToH5wasm } from './dtype-to-h5wasm.js';
import { memoryDtype } from './memory-dtype.js';
import type { OpenHandle } from './open-handle.js';
import { storedDtype } from './stored-dtype.js';
import { requireObject } from './resolve-object.js';

/** The attributes of one object of a file. */
export class WasmAttributes implements Attributes {
  readonly #handle: OpenHandle;
  readonly #path: string;

  constructor(handle: OpenHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  names(): Promise<string[]> {
    return this.#handle.use((file, library) => {
      requireObject(this.#handle.space(file), this.#path);
      return library.demand(this.#handle.place(this.#path), 'the attributes cannot be listed', (module) =>
        module.get_attribute_names(file, this.#path),
      );
    });
  }

  async has(name: string): Promise<boolean> {
    requireAttributeName(name);
    return (await this.names()).includes(name);
  }

  async get(name: string): Promise<Attribute> {
    requireAttributeName(name);
    await this.#require(name);
    return this.#handle.use((file) => this.#read(file, name));
  }

  async set(name: string, value: AttributeValue | DataOf<Dtype>, options: SetAttributeOptions = {}): Promise<void> {
    this.#handle.requireStructureWritable(this.#path);
    const typed = atPlace(this.#handle.place(this.#path), () => typedValue(value, options));
    const place = { file: this.#handle.path, object: this.#path };
    requireCapabilities(this.#handle.adapter, capabilitiesOf(typed), place);
    checkCreation(typed, place);
    const replaces = await this.has(name);
    await this.#handle.use((file) => {
      this.#create(file, name, typed, replaces);
    });
  }

  async delete(name: string): Promise<void> {
    requireAttributeName(name);
    this.#handle.requireStructureWritable(this.#path);
    await this.#require(name);
    await this.#handle.use((file, library) => {
      library.demand(this.#handle.place(this.#path), `the attribute '${name}' cannot be removed`, (module) =>
        module.delete_attribute(file, this.#path, name),
      );
    });
  }

  async #require(name: string): Promise<void> {
    if (await this.has(name)) return;
    throw new Hdf5Error('OBJECT_NOT_FOUND', `there is no attribute '${name}'`, this.#handle.place(this.#path));
  }

  #read(file: bigint, name: string): Attribute {
    const { library } = this.#handle;
    const place = this.#handle.place(this.#path);
    const what = `the attribute '${name}' cannot be read`;
    const metadata = library.demand(place, what, (m) => m.get_attribute_metadata(file, this.#path, name));
    const dtype = storedDtype(this.#handle, file, this.#path, dtypeFromH5wasm(metadata), name);
    const count = metadata.shape === null ? 0 : metadata.total_size;
    return library.withHeap(place, (heap) => {
      const address = heap.allocate(count * metadata.size);
      if (count > 0) {
        library.demand(place, what, (m) => m.get_attribute_data(file, this.#path, name, BigInt(address)));
      }
      try {
        const bytes = heap.view(address, count * metadata.size);
        return { name, dtype, shape: metadata.shape, data: decodeElements(memoryDtype(dtype), bytes, count, heap) };
      } finally {
        if (count > 0 && holdsPointers(dtype)) {
          library.ask((module) => module.reclaim_vlen_memory(file, this.#path, name, BigInt(address)));
        }
      }
    });
  }

  #create(file: bigint, name: string, { dtype, shape, data }: TypedValue, replaces: boolean): void {
    const { library } = this.#handle;
    const place = this.#handle.place(this.#path);
    const extents = shape ?? [];
    const count = extents.reduce((product, extent) => product * extent, 1);
    const creation = { ...dtypeToH5wasm(dtype), shape: extents.map(BigInt), maxshape: null, chunks: null };
    library.withHeap(place, (heap) => {
      const address = heap.store(encodeElements(dtype, data, count, heap));
      const write = (as: string): void => {
        library.demand(place, `the attribute '${name}' cannot be written`, (module) =>
          module.create_attribute(file, this.#path, as, BigInt(address), creation),
        );
      };
      const remove = (as: string): void => {
        library.demand(place, `the attribute '${as}' cannot be removed`, (module) =>
          module.delete_attribute(file, this.#path, as),
        );
      };
      if (replaces) {
        // HDF5 cannot write over an attribute of another type or shape, nor rename it here. So the new value is tried
        // under a name of its own first: one that cannot be written leaves the old one as it was.
        write(draftName(name));
        remove(draftName(name));
        remove(name);
      }
      write(name);
    });
  }
}

function draftName(name: string): string {
  return `${name}.h5tail-draft`;
}

function capabilitiesOf({ dtype, shape }: TypedValue): Parameters<typeof requireCapabilities>[1] {
  return [...(shape === null ? (['createNullDataspace'] as const) : []), ...creationCapabilities(dtype)];
}
