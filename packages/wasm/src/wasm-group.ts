import {
  Hdf5Error,
  dtypeName,
  objectName,
  parentObjectPath,
  resolveObjectPath,
  type Attributes,
  type Child,
  type CreateDatasetOptions,
  type Dataset,
  type Dtype,
  type DtypeName,
  type Group,
  type Hdf5File,
  type Hdf5Object,
  type NamedDatatype,
  type NamedDtypes,
  type ObjectKind,
} from '@h5tail/adapter';
import { requireCapabilities, requireName } from '@h5tail/adapter/implementation';
import { createDataset, planDataset } from './create-dataset.js';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import type { OpenHandle } from './open-handle.js';
import { kindOf, linkAt, requireObject } from './resolve-object.js';
import { storedDtype } from './stored-dtype.js';
import { WasmAttributes } from './wasm-attributes.js';
import { WasmDataset } from './wasm-dataset.js';

/** A group, known by its path. */
export class WasmGroup implements Group {
  readonly kind = 'group';
  readonly file: Hdf5File;
  readonly path: string;
  readonly attributes: Attributes;
  readonly #handle: OpenHandle;

  constructor(handle: OpenHandle, file: Hdf5File, path: string) {
    this.#handle = handle;
    this.file = file;
    this.path = path;
    this.attributes = new WasmAttributes(handle, path);
  }

  children(): Promise<Child[]> {
    return this.#handle.use((file, library) => {
      requireObject(this.#handle.space(file), this.path);
      const place = this.#handle.place(this.path);
      const names = library.demand(place, 'the group cannot be listed', (module) =>
        module.get_names(file, this.path, false),
      );
      return names.map((name) => this.#child(file, name));
    });
  }

  async has(path: string): Promise<boolean> {
    const target = this.#resolve(path);
    const kind = await this.#handle.use((file) => kindOf(this.#handle.space(file), target));
    return kind !== 'nothing' && kind !== 'unresolved';
  }

  async open(path: string): Promise<Hdf5Object> {
    const target = this.#resolve(path);
    const kind = await this.#handle.use((file) => requireObject(this.#handle.space(file), target));
    if (kind === 'group') return new WasmGroup(this.#handle, this.file, target);
    if (kind === 'dataset') return WasmDataset.open(this.#handle, this.file, target);
    return this.#datatype(target);
  }

  async group(path: string): Promise<Group> {
    const object = await this.open(path);
    if (object.kind === 'group') return object;
    throw this.#wrongKind(path, object.kind, 'group');
  }

  dataset(path: string): Promise<Dataset>;
  dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;
  async dataset(path: string, dtype?: DtypeName): Promise<Dataset> {
    const object = await this.open(path);
    if (object.kind !== 'dataset') throw this.#wrongKind(path, object.kind, 'dataset');
    const actual = dtypeName(object.dtype);
    if (dtype === undefined || dtype === actual) return object;
    throw new Hdf5Error('WRONG_DTYPE', `the elements are ${actual}, not ${dtype}`, this.#handle.place(object.path));
  }

  async createGroup(path: string): Promise<Group> {
    const target = await this.#placeForNew(path);
    await this.#handle.use((file, library) => {
      library.demand(this.#handle.place(target), 'the group cannot be created', (module) =>
        module.create_group(file, target, false),
      );
    });
    return new WasmGroup(this.#handle, this.file, target);
  }

  async createDataset<D extends Dtype>(path: string, options: CreateDatasetOptions<D>): Promise<Dataset<D>> {
    const target = this.#resolve(path);
    this.#handle.requireStructureWritable(target);
    const plan = planDataset(this.#handle, target, options);
    await createDataset(this.#handle, target, plan, (file) => this.#makeWay(file, target));
    // What was just created has the dtype that was asked for.
    return (await WasmDataset.open(this.#handle, this.file, target)) as unknown as Dataset<D>;
  }

  async createSoftLink(path: string, target: string): Promise<void> {
    requireName(target);
    await this.#link(path, (module, file, name) => module.create_soft_link(file, target, name));
  }

  async createHardLink(path: string, target: string): Promise<void> {
    const existing = this.#resolve(target);
    await this.#handle.use((file) => requireObject(this.#handle.space(file), existing));
    await this.#link(path, (module, file, name) => module.create_hard_link(file, existing, name));
  }

  async createExternalLink(path: string, file: string, target: string): Promise<void> {
    requireName(file);
    requireName(target);
    await this.#link(path, (module, id, name) => module.create_external_link(id, file, target, name));
  }

  async delete(path: string): Promise<void> {
    const target = this.#resolve(path);
    this.#handle.requireStructureWritable(target);
    // h5wasm has no call for it, so the capability is never there.
    requireCapabilities(this.#handle.adapter, ['deleteLink'], this.#handle.place(target));
    await Promise.resolve();
  }

  #resolve(path: string): string {
    return resolveObjectPath(this.path, path);
  }

  #child(file: bigint, name: string): Child {
    const path = resolveObjectPath(this.path, name);
    const kind = kindOf(this.#handle.space(file), path);
    const known: ObjectKind = kind === 'nothing' ? 'unresolved' : kind;
    return { name, kind: known, link: linkAt(this.#handle.space(file), path) };
  }

  async #datatype(path: string): Promise<NamedDatatype> {
    const dtype = await this.#handle.use((file, library) => {
      const type = library.demand(this.#handle.place(path), 'the datatype cannot be opened', (m) =>
        m.get_datatype_metadata(file, path),
      );
      return storedDtype(this.#handle, file, path, dtypeFromH5wasm(type));
    });
    const attributes = new WasmAttributes(this.#handle, path);
    return { kind: 'datatype', file: this.file, path, dtype, attributes };
  }

  /** The absolute path of a new object; the groups on the way to it are created. */
  async #placeForNew(path: string): Promise<string> {
    const target = this.#resolve(path);
    this.#handle.requireStructureWritable(target);
    await this.#handle.use((file) => this.#makeWay(file, target));
    return target;
  }

  /** Checks that a name is free and creates the groups on the way to it. */
  #makeWay(file: bigint, target: string): void {
    if (objectName(target) === '') throw new TypeError('the path of the new object is empty');
    const space = this.#handle.space(file);
    if (kindOf(space, target) !== 'nothing') {
      const remedy = 'Choose another name';
      throw new Hdf5Error('OBJECT_EXISTS', 'this name is taken', { ...this.#handle.place(target), remedy });
    }
    const missing: string[] = [];
    for (let parent = parentObjectPath(target); this.#isMissing(file, parent); parent = parentObjectPath(parent)) {
      missing.unshift(parent);
    }
    for (const group of missing) {
      this.#handle.library.demand(this.#handle.place(group), 'the group cannot be created', (module) =>
        module.create_group(file, group, false),
      );
    }
  }

  #isMissing(file: bigint, path: string): boolean {
    const kind = kindOf(this.#handle.space(file), path);
    if (kind === 'dataset' || kind === 'datatype') throw this.#wrongKind(path, kind, 'group');
    return kind === 'nothing';
  }

  async #link(path: string, create: (module: LinkModule, file: bigint, name: string) => number): Promise<void> {
    const name = await this.#placeForNew(path);
    await this.#handle.use((file, library) => {
      library.demand(this.#handle.place(name), 'the link cannot be created', (module) => create(module, file, name));
    });
  }

  #wrongKind(path: string, kind: ObjectKind, wanted: ObjectKind): Hdf5Error {
    const place = this.#handle.place(this.#resolve(path));
    return new Hdf5Error('WRONG_KIND', `this is a ${kind}, not a ${wanted}`, place);
  }
}

type LinkModule = OpenHandle['library']['module'];
