import type { Attribute, Dtype, Link, ObjectKind } from '@h5tail/adapter';
import type { TypedValue } from '@h5tail/adapter/implementation';
import type { SharedDescriptor } from '@h5tail/local-file/decoding';
import type { AttributeAccess, FileAccess, FileIdentity, Place } from '@h5tail/local-file/objects';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import type { H5wasmModule } from './h5wasm-functions.js';
import { faultOf, type Library } from './library.js';
import { storedDtype } from './stored-dtype.js';
import { readAttribute, writeAttribute } from './wasm-attributes.js';

/** HDF5's numbers for the kinds of objects, as `H5G_obj_t` has them. */
const kinds: Record<number, ObjectKind> = { 0: 'group', 1: 'dataset', 2: 'datatype', 3: 'unresolved', 4: 'unresolved' };

const objectReferenceBytes = 8;

/**
 * The objects of one open file, for as long as it stays open.
 *
 * An object has to be known to exist before it is asked for: several functions of h5wasm throw through C++ code where it
 * does not, which would leak.
 */
export class WasmObjects implements AttributeAccess, FileAccess {
  readonly library: Library;
  /** HDF5's identifier of the open file. */
  readonly id: bigint;
  readonly file: string;
  /** Whether this instance writes the file. What is in the file is then not all there is. */
  readonly isWritten: boolean;
  readonly #identity: FileIdentity | undefined;

  /** @param identity Of the file that is open; without it, its descriptor is not known. */
  constructor(library: Library, id: bigint, file: string, isWritten = false, identity?: FileIdentity) {
    this.library = library;
    this.id = id;
    this.file = file;
    this.isWritten = isWritten;
    this.#identity = identity;
  }

  /** The descriptor through which HDF5 reads the file, as long as it stays open. */
  get descriptor(): number | undefined {
    return this.library.descriptorOf(this.#identity, this.id);
  }

  /** Another descriptor, for what goes on reading after HDF5 has closed the file; `undefined` where there is none. */
  get sharedDescriptor(): SharedDescriptor | undefined {
    const { descriptor } = this;
    return descriptor === undefined ? undefined : this.library.decoding.descriptorOf(this.id, this.file, descriptor);
  }

  place(object: string): Place {
    return { file: this.file, object };
  }

  /** Calls HDF5 on an object, and throws what it reports. */
  demand<Answer>(path: string, what: string, call: (module: H5wasmModule) => Answer): Answer {
    return this.library.demand(this.place(path), what, call);
  }

  kindOf(path: string): ObjectKind | 'nothing' {
    if (path === '/') return 'group';
    const { answer, stack } = this.library.ask((module) => module.get_type(this.id, path));
    if (answer !== undefined) return kinds[answer] ?? 'nothing';
    const fault = faultOf(this.place(path), 'the object cannot be looked up', stack);
    if (fault.code === 'CORRUPT_FILE' || fault.code === 'IO') throw fault;
    // A link that runs in a circle or to a file that cannot be opened, or a path through something that is no group.
    return this.linkAt(path).type === 'hard' ? 'nothing' : 'unresolved';
  }

  linkAt(path: string): Link {
    const { answer: target } = this.library.ask((module) => module.get_symbolic_link(this.id, path));
    if (typeof target === 'string') return { type: 'soft', target };
    const { answer: external } = this.library.ask((module) => module.get_external_link(this.id, path));
    if (external?.filename === undefined) return { type: 'hard' };
    return { type: 'external', file: external.filename, target: external.obj_path ?? '/' };
  }

  childNames(path: string): string[] {
    return this.demand(path, 'the group cannot be listed', (module) => module.get_names(this.id, path, false));
  }

  createGroup(path: string): void {
    this.demand(path, 'the group cannot be created', (module) => module.create_group(this.id, path, false));
  }

  createSoftLink(path: string, target: string): void {
    this.#link(path, (module) => module.create_soft_link(this.id, target, path));
  }

  createHardLink(path: string, existing: string): void {
    this.#link(path, (module) => module.create_hard_link(this.id, existing, path));
  }

  createExternalLink(path: string, file: string, target: string): void {
    this.#link(path, (module) => module.create_external_link(this.id, file, target, path));
  }

  deleteLink(): never {
    throw new Error('h5wasm has no call that removes a link');
  }

  datatypeAt(path: string): Dtype {
    const type = this.demand(path, 'the datatype cannot be opened', (m) => m.get_datatype_metadata(this.id, path));
    return storedDtype(this, path, dtypeFromH5wasm(type));
  }

  withOtherFile<Result>(file: string, work: (other: WasmObjects) => Result): Result {
    const id = this.library.files.openForReading(file);
    try {
      return work(new WasmObjects(this.library, id, file));
    } finally {
      this.library.ask((module) => module.close_file(id));
    }
  }

  attributeNames(path: string): string[] {
    return this.demand(path, 'the attributes cannot be listed', (module) => module.get_attribute_names(this.id, path));
  }

  readAttribute(path: string, name: string): Attribute {
    return readAttribute(this, path, name);
  }

  writeAttribute(path: string, name: string, value: TypedValue, replaces: boolean): void {
    writeAttribute(this, path, name, value, replaces);
  }

  deleteAttribute(path: string, name: string): void {
    this.demand(path, `the attribute '${name}' cannot be removed`, (module) =>
      module.delete_attribute(this.id, path, name),
    );
  }

  startSwmrWrite(): void {
    const place = { file: this.file };
    this.library.demand(place, 'SWMR mode cannot be started', (module) => module.H5Fstart_swmr_write(this.id));
  }

  flush(): void {
    this.library.demand({ file: this.file }, 'the file cannot be flushed', (module) => module.flush(this.id));
  }

  referencedPath(reference: Uint8Array): string | null {
    const isObject = reference.length === objectReferenceBytes;
    return this.library.ask((module) => module.get_referenced_name(this.id, [...reference], isObject)).answer ?? null;
  }

  referenceTo(path: string): Uint8Array {
    return this.demand(path, 'the reference cannot be made', (module) =>
      Uint8Array.from(module.create_object_reference(this.id, path)),
    );
  }

  #link(path: string, create: (module: H5wasmModule) => number): void {
    this.demand(path, 'the link cannot be created', create);
  }
}
