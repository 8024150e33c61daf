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
  checkCreation,
  creationCapabilities,
  decodeElements,
  encodeElements,
  requireAttributeName,
  requireCapabilities,
  typedValue,
} from '@h5tail/adapter/implementation';
import { compareNames } from './compare-names.js';
import type { MemorySession } from './memory-session.js';
import type { StoredAttribute, StoredObject } from './stored-object.js';

/** The attributes of one object of a `MemoryDisk`. */
export class MemoryAttributes implements Attributes {
  readonly #session: MemorySession;
  readonly #path: string;

  constructor(session: MemorySession, path: string) {
    this.#session = session;
    this.#path = path;
  }

  async names(): Promise<string[]> {
    return [...this.#read().keys()].toSorted(compareNames);
  }

  async has(name: string): Promise<boolean> {
    return this.#read().has(name);
  }

  async get(name: string): Promise<Attribute> {
    requireAttributeName(name);
    const stored = this.#read().get(name);
    if (stored === undefined) throw this.#missing(name);
    const count = elementCount(stored.shape);
    // A copy, because numbers may be viewed in place.
    const data = decodeElements(stored.dtype, stored.bytes.slice(), count, this.#session.disk.heap, true);
    return { name, dtype: stored.dtype, shape: stored.shape, data };
  }

  async set(name: string, value: AttributeValue | DataOf<Dtype>, options: SetAttributeOptions = {}): Promise<void> {
    requireAttributeName(name);
    this.#session.requireStructureWriter(this.#path);
    const { dtype, shape, data } = typedValue(value, options);
    const place = { file: this.#session.path, object: this.#path };
    requireCapabilities(this.#session.adapter, creationCapabilities(dtype), place);
    if (shape === null) requireCapabilities(this.#session.adapter, ['createNullDataspace'], place);
    checkCreation({ dtype, shape }, place);
    const { heap } = this.#session.disk;
    const bytes = shape === null ? new Uint8Array(0) : encodeElements(dtype, data, elementCount(shape), heap).slice();
    this.#replace((attributes) => attributes.set(name, { name, dtype, shape, bytes }));
  }

  async delete(name: string): Promise<void> {
    this.#session.requireStructureWriter(this.#path);
    if (!this.#read().has(name)) throw this.#missing(name);
    this.#replace((attributes) => attributes.delete(name));
  }

  #object(): StoredObject {
    this.#session.requireOpen(this.#path);
    return this.#session.find(this.#path);
  }

  #read(): ReadonlyMap<string, StoredAttribute> {
    const { attributes } = this.#object();
    return this.#session.isWriter ? attributes.live : attributes.flushed;
  }

  #replace(change: (attributes: Map<string, StoredAttribute>) => void): void {
    const object = this.#object();
    const changed = new Map(object.attributes.live);
    change(changed);
    object.attributes.live = changed;
  }

  #missing(name: string): Hdf5Error {
    return new Hdf5Error('OBJECT_NOT_FOUND', `there is no attribute '${name}'`, {
      file: this.#session.path,
      object: this.#path,
    });
  }
}

function elementCount(shape: readonly number[] | null): number {
  return shape === null ? 0 : shape.reduce((product, extent) => product * extent, 1);
}
