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
  type Link,
  type NamedDtypes,
  type ObjectKind,
} from '@h5tail/adapter';
import { requireCapabilities } from '@h5tail/adapter/implementation';
import { compareNames } from './compare-names.js';
import { createStoredDataset } from './create-stored-dataset.js';
import { MemoryAttributes } from './memory-attributes.js';
import { MemoryDataset } from './memory-dataset.js';
import type { MemorySession } from './memory-session.js';
import { storedGroup, type StoredGroup, type StoredLink, type StoredObject } from './stored-object.js';
import { groupForCreation } from './walk-path.js';

/** A group of a `MemoryDisk`. */
export class MemoryGroup implements Group {
  readonly kind = 'group';
  readonly file: Hdf5File;
  readonly path: string;
  readonly attributes: Attributes;
  readonly #session: MemorySession;

  constructor(session: MemorySession, file: Hdf5File, path: string) {
    this.#session = session;
    this.file = file;
    this.path = path;
    this.attributes = new MemoryAttributes(session, path);
  }

  async children(): Promise<Child[]> {
    this.#session.requireOpen(this.path);
    const { links, tracksOrder } = this.#self();
    const names = [...links.keys()];
    if (!tracksOrder) names.sort(compareNames);
    return names.map((name) => ({
      name,
      kind: this.#kindOf(resolveObjectPath(this.path, name)),
      link: describeLink(links.get(name) as StoredLink),
    }));
  }

  async has(path: string): Promise<boolean> {
    this.#session.requireOpen(path);
    return this.#kindOf(this.#absolute(path)) !== 'unresolved';
  }

  async open(path: string): Promise<Hdf5Object> {
    const absolute = this.#absolute(path);
    const stored = this.#find(absolute);
    switch (stored.kind) {
      case 'group':
        return new MemoryGroup(this.#session, this.file, absolute);
      case 'dataset':
        return new MemoryDataset(this.#session, this.file, absolute, stored);
      case 'datatype': {
        const attributes = new MemoryAttributes(this.#session, absolute);
        return { kind: 'datatype', file: this.file, path: absolute, dtype: stored.dtype, attributes };
      }
    }
  }

  async group(path: string): Promise<Group> {
    const object = await this.open(path);
    if (object.kind !== 'group') throw this.#wrongKind(object, 'group');
    return object;
  }

  async dataset(path: string): Promise<Dataset>;
  async dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;
  async dataset(path: string, dtype?: DtypeName): Promise<Dataset> {
    const object = await this.open(path);
    if (object.kind !== 'dataset') throw this.#wrongKind(object, 'dataset');
    const found = dtypeName(object.dtype);
    if (dtype === undefined || found === dtype) return object;
    throw new Hdf5Error('WRONG_DTYPE', `its elements are ${found}, not ${dtype}`, this.#place(object.path));
  }

  async createGroup(path: string): Promise<Group> {
    const absolute = this.#absolute(path);
    this.#link(absolute, () => ({ type: 'hard', object: storedGroup() }));
    return new MemoryGroup(this.#session, this.file, absolute);
  }

  async createDataset<D extends Dtype>(path: string, options: CreateDatasetOptions<D>): Promise<Dataset<D>> {
    const absolute = this.#absolute(path);
    this.#session.requireStructureWriter(absolute);
    const { adapter, disk } = this.#session;
    const object = createStoredDataset(adapter, disk.heap, options, this.#place(absolute));
    this.#link(absolute, () => ({ type: 'hard', object }));
    return new MemoryDataset<D>(this.#session, this.file, absolute, object);
  }

  async createSoftLink(path: string, target: string): Promise<void> {
    requirePath(target);
    this.#link(this.#absolute(path), () => ({ type: 'soft', target }));
  }

  async createHardLink(path: string, target: string): Promise<void> {
    this.#link(this.#absolute(path), () => ({ type: 'hard', object: this.#find(this.#absolute(target)) }));
  }

  async createExternalLink(path: string, file: string, target: string): Promise<void> {
    requirePath(file);
    requirePath(target);
    this.#link(this.#absolute(path), () => ({ type: 'external', file, target }));
  }

  async delete(path: string): Promise<void> {
    const absolute = this.#absolute(path);
    this.#session.requireStructureWriter(absolute);
    requireCapabilities(this.#session.adapter, ['deleteLink'], this.#place(absolute));
    const parent = this.#find(parentObjectPath(absolute));
    if (parent.kind === 'group' && parent.links.delete(objectName(absolute))) return;
    throw new Hdf5Error('OBJECT_NOT_FOUND', 'there is no such link', this.#place(absolute));
  }

  #link(path: string, makeLink: () => StoredLink): void {
    this.#session.requireStructureWriter(path);
    const link = makeLink();
    const name = objectName(path);
    const parent = groupForCreation(this.#session.walkContext(), parentObjectPath(path), storedGroup);
    if (name === '' || parent.links.has(name)) {
      throw new Hdf5Error('OBJECT_EXISTS', 'there is an object of this name already', this.#place(path));
    }
    parent.links.set(name, link);
  }

  #self(): StoredGroup {
    const found = this.#find(this.path);
    if (found.kind === 'group') return found;
    throw new Hdf5Error('WRONG_KIND', `it is a ${found.kind} now`, this.#place(this.path));
  }

  #find(path: string): StoredObject {
    this.#session.requireOpen(path);
    return this.#session.find(path);
  }

  #kindOf(path: string): ObjectKind {
    try {
      return this.#find(path).kind;
    } catch {
      return 'unresolved';
    }
  }

  #absolute(path: string): string {
    return resolveObjectPath(this.path, path);
  }

  #wrongKind(object: Hdf5Object, wanted: string): Hdf5Error {
    return new Hdf5Error('WRONG_KIND', `it is a ${object.kind}, not a ${wanted}`, this.#place(object.path));
  }

  #place(object: string): { file: string; object: string } {
    return { file: this.#session.path, object };
  }
}

/** @throws TypeError for a target that no path can lead to: the link would be stored cut short. */
function requirePath(target: string): void {
  resolveObjectPath('/', target);
}

function describeLink(link: StoredLink): Link {
  switch (link.type) {
    case 'hard':
      return { type: 'hard' };
    case 'soft':
      return { type: 'soft', target: link.target };
    case 'external':
      return { type: 'external', file: link.file, target: link.target };
  }
}
