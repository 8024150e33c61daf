import {
  Hdf5Error,
  resolveObjectPath,
  type Dataset,
  type DtypeName,
  type FileMode,
  type Group,
  type Hdf5Adapter,
  type Hdf5File,
  type NamedDtypes,
  type WriterState,
} from '@h5tail/adapter';
import { checkFile } from '../check-file.js';
import { readWriterState } from '../read-superblock.js';
import { watchFile } from '../watch-file.js';
import type { OpenFileUser } from './file-user.js';
import { LocalGroup } from './local-group.js';
import type { FileAccess } from './object-access.js';
import { requireObject } from './require-object.js';

const objectReferenceBytes = 8;
const regionReferenceBytes = 12;

/** An open file. */
export class LocalHdf5File<Access extends FileAccess = FileAccess> implements Hdf5File {
  readonly root: Group;
  readonly #user: OpenFileUser<Access>;
  readonly #watches = new Set<() => void>();

  constructor(user: OpenFileUser<Access>) {
    this.#user = user;
    this.root = new LocalGroup(user, this, '/');
  }

  get adapter(): Hdf5Adapter {
    return this.#user.adapter;
  }

  get path(): string {
    return this.#user.state.path;
  }

  get mode(): FileMode {
    return this.#user.state.mode;
  }

  get status(): 'open' | 'closed' {
    return this.#user.state.closed ? 'closed' : 'open';
  }

  get swmr(): 'none' | 'read' | 'write' {
    return this.#user.state.swmr;
  }

  group(path: string): Promise<Group> {
    return this.root.group(path);
  }

  dataset(path: string): Promise<Dataset>;
  dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;
  dataset(path: string, dtype?: DtypeName): Promise<Dataset> {
    return dtype === undefined ? this.root.dataset(path) : this.root.dataset(path, dtype);
  }

  async startSwmrWrite(): Promise<void> {
    const { state } = this.#user;
    state.requireWritable();
    if (state.swmr === 'write') return;
    await this.#user.use((access) => access.startSwmrWrite());
    state.swmr = 'write';
  }

  async flush(): Promise<void> {
    this.#user.state.requireOpen();
    if (this.mode === 'r') return;
    await this.#user.use((access) => access.flush());
  }

  refresh(): Promise<void> {
    return this.#user.refresh();
  }

  async writerState(): Promise<WriterState> {
    this.#user.state.requireOpen();
    const state = readWriterState(this.path);
    // A file that is gone has no state; the check says so.
    if (state === 'unknown') await checkFile(this.path, { mode: 'r', swmr: true });
    return state;
  }

  watch(listener: () => void): (() => void) | null {
    this.#user.state.requireOpen();
    const stop = watchFile(this.path, listener);
    if (stop === null) return null;
    this.#watches.add(stop);
    return () => {
      this.#watches.delete(stop);
      stop();
    };
  }

  async resolveReference(reference: Uint8Array): Promise<string | null> {
    const { state } = this.#user;
    state.requireOpen();
    if (reference.length !== objectReferenceBytes && reference.length !== regionReferenceBytes) {
      throw new Hdf5Error('INVALID_DATA', `${reference.length} bytes are no reference`, state.place());
    }
    if (reference.every((byte) => byte === 0)) return null;
    return this.#user.use((access) => access.referencedPath(reference));
  }

  async createReference(path: string): Promise<Uint8Array> {
    const target = resolveObjectPath('/', path);
    return this.#user.use((access) => {
      requireObject(access, target);
      return access.referenceTo(target);
    });
  }

  // The work may be synchronous; the signature is not, so that a thrown fault is a rejection.
  async close(): Promise<void> {
    await Promise.resolve();
    for (const stop of this.#watches) stop();
    this.#watches.clear();
    await this.#user.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
