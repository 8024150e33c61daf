import {
  dtypes,
  Hdf5Error,
  parentObjectPath,
  resolveObjectPath,
  type Dtype,
  type Link,
  type ObjectKind,
} from '@h5tail/adapter';
import type { ObjectAccess } from '../../src/objects.js';

type Entry = 'group' | 'dataset' | 'datatype' | Exclude<Link, { type: 'hard' }>;

/** The objects of files that exist only here. External links are followed only by who asks for the other file. */
export class FakeObjects implements ObjectAccess {
  readonly file: string;
  readonly entries: Map<string, Entry>;
  readonly others: ReadonlyMap<string, FakeObjects>;

  constructor(file: string, entries: Record<string, Entry>, others: readonly FakeObjects[] = []) {
    this.file = file;
    this.entries = new Map(Object.entries(entries));
    this.others = new Map(others.map((other) => [other.file, other]));
  }

  kindOf(path: string): ObjectKind | 'nothing' {
    const at = this.#find(path);
    const entry = at === '/' ? 'group' : this.entries.get(at);
    if (entry === undefined) return typeof this.entries.get(path) === 'object' ? 'unresolved' : 'nothing';
    return typeof entry === 'string' ? entry : 'unresolved';
  }

  linkAt(path: string): Link {
    const entry = this.entries.get(path);
    return typeof entry === 'object' ? entry : { type: 'hard' };
  }

  childNames(path: string): string[] {
    const parent = this.#find(path);
    return [...this.entries.keys()]
      .filter((name) => parentObjectPath(name) === parent)
      .map((name) => name.slice(name.lastIndexOf('/') + 1));
  }

  createGroup(path: string): void {
    this.#add(path, 'group');
  }

  createSoftLink(path: string, target: string): void {
    this.#add(path, { type: 'soft', target });
  }

  createHardLink(path: string, existing: string): void {
    this.#add(path, this.entries.get(existing) ?? 'group');
  }

  createExternalLink(path: string, file: string, target: string): void {
    this.#add(path, { type: 'external', file, target });
  }

  deleteLink(path: string): void {
    if (!this.entries.delete(path)) throw new Error(`${path} is not there`);
  }

  datatypeAt(): Dtype {
    return dtypes.int32;
  }

  withOtherFile<Result>(file: string, work: (other: ObjectAccess) => Result): Result {
    const other = this.others.get(file);
    if (other === undefined) throw new Hdf5Error('FILE_NOT_FOUND', 'there is no such file', { file });
    return work(other);
  }

  #add(path: string, entry: Entry): void {
    const parent = this.#find(parentObjectPath(path));
    if (parent !== '/' && this.entries.get(parent) !== 'group') throw new Error(`${parent} is no group`);
    this.entries.set(resolveObjectPath(parent, path.slice(path.lastIndexOf('/') + 1)), entry);
  }

  /** The path without its soft links. */
  #find(path: string, linksLeft = 8): string {
    let at = '/';
    for (const name of path.split('/').filter((part) => part !== '')) {
      const next = resolveObjectPath(at, name);
      const entry = this.entries.get(next);
      const isSoft = typeof entry === 'object' && entry.type === 'soft' && linksLeft > 0;
      at = isSoft ? this.#find(resolveObjectPath(at, entry.target), linksLeft - 1) : next;
    }
    return at;
  }
}
