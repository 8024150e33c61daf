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
import type { FileUser } from './file-user.js';
import type { ObjectAccess } from './object-access.js';
import { missingObject, requireObject, wrongKind } from './require-object.js';

/** A group, known by its path: no handle is held between calls. */
export class LocalGroup<Access extends ObjectAccess = ObjectAccess> implements Group {
  readonly kind = 'group';
  readonly file: Hdf5File;
  readonly path: string;
  readonly attributes: Attributes;
  readonly #user: FileUser<Access>;

  constructor(user: FileUser<Access>, file: Hdf5File, path: string) {
    this.#user = user;
    this.file = file;
    this.path = path;
    this.attributes = user.attributes(path);
  }

  children(): Promise<Child[]> {
    return this.#user.use((access) => {
      requireObject(access, this.path);
      return access.childNames(this.path).map((name) => this.#child(access, name));
    });
  }

  async has(path: string): Promise<boolean> {
    const target = this.#resolve(path);
    const kind = await this.#user.use((access) => access.kindOf(target));
    return kind !== 'nothing' && kind !== 'unresolved';
  }

  async open(path: string): Promise<Hdf5Object> {
    const target = this.#resolve(path);
    const kind = await this.#user.use((access) => requireObject(access, target));
    if (kind === 'group') return new LocalGroup(this.#user, this.file, target);
    if (kind === 'dataset') return this.#user.openDataset(this.file, target);
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
    const place = this.#user.state.place(object.path);
    throw new Hdf5Error('WRONG_DTYPE', `the elements are ${actual}, not ${dtype}`, place);
  }

  async createGroup(path: string): Promise<Group> {
    const target = await this.#create(path, (access, name) => access.createGroup(name));
    return new LocalGroup(this.#user, this.file, target);
  }

  async createDataset<D extends Dtype>(path: string, options: CreateDatasetOptions<D>): Promise<Dataset<D>> {
    const target = this.#resolve(path);
    this.#user.state.requireStructureWritable(target);
    await this.#user.createDataset(target, options, (access) => this.#makeWay(access, target));
    // What was just created has the dtype that was asked for.
    return (await this.#user.openDataset(this.file, target)) as unknown as Dataset<D>;
  }

  async createSoftLink(path: string, target: string): Promise<void> {
    requireName(target);
    await this.#create(path, (access, name) => access.createSoftLink(name, target));
  }

  async createHardLink(path: string, target: string): Promise<void> {
    const existing = this.#resolve(target);
    await this.#user.use((access) => requireObject(access, existing));
    await this.#create(path, (access, name) => access.createHardLink(name, existing));
  }

  async createExternalLink(path: string, file: string, target: string): Promise<void> {
    requireName(file);
    requireName(target);
    await this.#create(path, (access, name) => access.createExternalLink(name, file, target));
  }

  async delete(path: string): Promise<void> {
    const { adapter, state } = this.#user;
    const target = this.#resolve(path);
    state.requireStructureWritable(target);
    requireCapabilities(adapter, ['deleteLink'], state.place(target));
    if (target === '/') throw new TypeError('the root group has no link that could be removed');
    await this.#user.use((access) => {
      // A link that leads nowhere can be removed too.
      if (access.kindOf(target) === 'nothing') throw missingObject(access, target);
      access.deleteLink(target);
    });
  }

  #resolve(path: string): string {
    return resolveObjectPath(this.path, path);
  }

  #child(access: Access, name: string): Child {
    const path = resolveObjectPath(this.path, name);
    const kind = access.kindOf(path);
    return { name, kind: kind === 'nothing' ? 'unresolved' : kind, link: access.linkAt(path) };
  }

  async #datatype(path: string): Promise<NamedDatatype> {
    const dtype = await this.#user.use((access) => access.datatypeAt(path));
    return { kind: 'datatype', file: this.file, path, dtype, attributes: this.#user.attributes(path) };
  }

  /** Creates something under a free name, after the groups on the way to it. Returns its absolute path. */
  async #create(path: string, create: (access: Access, target: string) => void): Promise<string> {
    const target = this.#resolve(path);
    this.#user.state.requireStructureWritable(target);
    await this.#user.use((access) => {
      this.#makeWay(access, target);
      create(access, target);
    });
    return target;
  }

  /** Checks that a name is free and creates the groups on the way to it. */
  #makeWay(access: Access, target: string): void {
    if (objectName(target) === '') throw new TypeError('the path of the new object is empty');
    if (access.kindOf(target) !== 'nothing') {
      const remedy = 'Choose another name';
      throw new Hdf5Error('OBJECT_EXISTS', 'this name is taken', { ...this.#user.state.place(target), remedy });
    }
    const missing: string[] = [];
    for (let parent = parentObjectPath(target); this.#isMissing(access, parent); parent = parentObjectPath(parent)) {
      missing.unshift(parent);
    }
    for (const group of missing) access.createGroup(group);
  }

  #isMissing(access: Access, path: string): boolean {
    const kind = access.kindOf(path);
    if (kind === 'dataset' || kind === 'datatype') throw this.#wrongKind(path, kind, 'group');
    return kind === 'nothing';
  }

  #wrongKind(path: string, kind: ObjectKind, wanted: ObjectKind): Hdf5Error {
    return wrongKind(this.#user.state.place(this.#resolve(path)), kind, wanted);
  }
}
