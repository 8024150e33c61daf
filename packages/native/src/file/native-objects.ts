import type { Attribute, Dtype, Link, ObjectKind } from '@h5tail/adapter';
import type { TypedValue } from '@h5tail/adapter/implementation';
import { readWriterState } from '@h5tail/local-file';
import { holdingFile, type AttributeAccess, type FileAccess, type Place } from '@h5tail/local-file/objects';
import { constants, currentErrorStack, defaultList } from '../c/constants.js';
import { isTracked } from '../c/creation-order.js';
import type { Hdf5Functions } from '../c/functions.js';
import type { DataspaceId, FileId } from '../c/identifiers.js';
import { readObjectInfo } from '../c/object-info.js';
import { dtypeFromHdf5 } from '../dtype/dtype-from-hdf5.js';
import type { NativeInstance } from '../native-instance.js';
import { attributeNames, readAttribute, writeAttribute } from './native-attributes.js';
import type { OpenNativeFile } from './open-native-file.js';
import { linkAt } from './read-link.js';

/** The kinds of objects, by their numbers in `H5O_type_t`. */
const kinds = new Map<number, ObjectKind>([
  [constants.H5O_TYPE_GROUP, 'group'],
  [constants.H5O_TYPE_DATASET, 'dataset'],
  [constants.H5O_TYPE_NAMED_DATATYPE, 'datatype'],
]);

const objectReferenceBytes = 8;
const noSpace = -1n as DataspaceId;

/** The objects of one open file, for as long as it stays open. */
export class NativeObjects implements AttributeAccess, FileAccess {
  readonly instance: NativeInstance;
  readonly open: OpenNativeFile;
  readonly file: string;

  constructor(instance: NativeInstance, open: OpenNativeFile, file: string) {
    this.instance = instance;
    this.open = open;
    this.file = file;
  }

  /** Whether this process writes the file. */
  get isWritten(): boolean {
    return this.open.isWritten;
  }

  get id(): FileId {
    return this.open.id;
  }

  place(object: string): Place {
    return { file: this.file, object };
  }

  /** Calls HDF5 on an object, and throws what it reports. */
  demand<Answer extends number | bigint>(
    path: string,
    what: string,
    call: (c: Hdf5Functions) => Answer,
  ): NonNullable<Answer> {
    return this.instance.thread.library.demand(this.place(path), what, call);
  }

  kindOf(path: string): ObjectKind | 'nothing' {
    if (path === '/') return 'group';
    const { library } = this.instance.thread;
    const look = (): ObjectKind | undefined => {
      const info = readObjectInfo(library, this.id, path);
      return info && (kinds.get(info.type) ?? 'unresolved');
    };
    const kind = look();
    if (kind !== undefined) return kind;
    const fault = library.fault(this.place(path), 'the object cannot be looked up', currentErrorStack);
    const kindElsewhere = fault.code === 'CORRUPT_FILE' ? this.withHoldingFile(path, look) : undefined;
    if (kindElsewhere !== undefined) return kindElsewhere;
    if (fault.code === 'CORRUPT_FILE' || fault.code === 'IO') throw fault;
    // A link that runs in a circle or to a file that cannot be opened, or a path through something that is no group.
    return this.linkAt(path).type === 'hard' ? 'nothing' : 'unresolved';
  }

  linkAt(path: string): Link {
    return linkAt(this.instance.thread.library, this.id, path);
  }

  childNames(path: string): string[] {
    const { library, nameLists } = this.instance.thread;
    return library.withIdentifiers(this.place(path), (ids) => {
      const what = 'the group cannot be listed';
      const group = ids.add(this.place(path), what, (c) => c.H5Gopen2(this.id, path, defaultList));
      const list = ids.add(this.place(path), what, (c) => c.H5Gget_create_plist(group));
      const flags = new Uint32Array(1);
      this.demand(path, what, (c) => c.H5Pget_link_creation_order(list, flags));
      return nameLists.links(this.place(path), group, isTracked(flags));
    });
  }

  createGroup(path: string): void {
    const { lists } = this.instance;
    const { library } = this.instance.thread;
    const what = 'the group cannot be created';
    library.withIdentifiers(this.place(path), (ids) => {
      ids.add(this.place(path), what, (c) => c.H5Gcreate2(this.id, path, lists.utf8Names, defaultList, defaultList));
    });
  }

  createSoftLink(path: string, target: string): void {
    const { lists } = this.instance;
    this.#link(path, (c) => c.H5Lcreate_soft(target, this.id, path, lists.utf8Names, defaultList));
  }

  createHardLink(path: string, existing: string): void {
    const { lists } = this.instance;
    this.#link(path, (c) => c.H5Lcreate_hard(this.id, existing, this.id, path, lists.utf8Names, defaultList));
  }

  createExternalLink(path: string, file: string, target: string): void {
    const { lists } = this.instance;
    this.#link(path, (c) => c.H5Lcreate_external(file, target, this.id, path, lists.utf8Names, defaultList));
  }

  deleteLink(path: string): void {
    this.instance.thread.datasets.closeAt(this, path);
    this.demand(path, 'the link cannot be removed', (c) => c.H5Ldelete(this.id, path, defaultList));
  }

  datatypeAt(path: string): Dtype {
    const { library } = this.instance.thread;
    return library.withIdentifiers(this.place(path), (ids) => {
      const what = 'the datatype cannot be opened';
      return dtypeFromHdf5(
        library,
        ids.add(this.place(path), what, (c) => c.H5Topen2(this.id, path, defaultList)),
      );
    });
  }

  withOtherFile<Result>(file: string, work: (other: NativeObjects) => Result): Result {
    const { instance } = this;
    const open = instance.openForReading(file);
    try {
      return work(new NativeObjects(instance, open, file));
    } finally {
      instance.thread.library.c.H5Fclose(open.id);
    }
  }

  /**
   * Runs `work` while the file is open that a path leads into. HDF5 would open it by itself, but with the end that its
   * superblock tells; see `leaveEndOfFileOpen`.
   */
  withHoldingFile<Result>(path: string, work: () => Result): Result {
    const holder = holdingFile(this, path);
    if (holder === this.file || readWriterState(holder) !== 'swmr-writing') return work();
    return this.withOtherFile(holder, work);
  }

  attributeNames(path: string): string[] {
    this.#catchUp(path);
    return attributeNames(this, path);
  }

  readAttribute(path: string, name: string): Attribute {
    this.#catchUp(path);
    return readAttribute(this, path, name);
  }

  writeAttribute(path: string, name: string, value: TypedValue, replaces: boolean): void {
    writeAttribute(this, path, name, value, replaces);
  }

  deleteAttribute(path: string, name: string): void {
    const what = `the attribute '${name}' cannot be removed`;
    this.demand(path, what, (c) => c.H5Adelete_by_name(this.id, path, name, defaultList));
  }

  startSwmrWrite(): void {
    const { library } = this.instance.thread;
    library.demand({ file: this.file }, 'SWMR mode cannot be started', (c) => c.H5Fstart_swmr_write(this.id));
    this.open.unlock();
  }

  flush(): void {
    const { library } = this.instance.thread;
    const { H5F_SCOPE_LOCAL } = constants;
    library.demand({ file: this.file }, 'the file cannot be flushed', (c) => c.H5Fflush(this.id, H5F_SCOPE_LOCAL));
  }

  referencedPath(reference: Uint8Array): string | null {
    const { c } = this.instance.thread.library;
    const isObject = reference.length === objectReferenceBytes;
    const kind = isObject ? constants.H5R_OBJECT : constants.H5R_DATASET_REGION;
    const length = Number(c.H5Rget_name(this.id, kind, reference, null, 0));
    if (length <= 0) return null;
    const name = new Uint8Array(length + 1);
    c.H5Rget_name(this.id, kind, reference, name, name.length);
    return new TextDecoder().decode(name.subarray(0, length));
  }

  referenceTo(path: string): Uint8Array {
    const reference = new Uint8Array(objectReferenceBytes);
    this.demand(path, 'the reference cannot be made', (c) =>
      c.H5Rcreate(reference, this.id, path, constants.H5R_OBJECT, noSpace),
    );
    return reference;
  }

  /** Attributes are a part of the object that they belong to. */
  #catchUp(path: string): void {
    this.instance.thread.datasets.catchUpAt(this, path);
  }

  #link(path: string, create: (c: Hdf5Functions) => number): void {
    this.demand(path, 'the link cannot be created', create);
  }
}
