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
import { MemoryGroup } from './memory-group.js';
import type { MemorySession } from './memory-session.js';
import { storedObjects } from './stored-object.js';

const objectReferenceBytes = 8;
const regionReferenceBytes = 12;

/** An open file of a `MemoryDisk`. */
export class MemoryFile implements Hdf5File {
  readonly adapter: Hdf5Adapter;
  readonly path: string;
  readonly mode: FileMode;
  readonly root: Group;
  readonly #session: MemorySession;

  constructor(session: MemorySession) {
    this.#session = session;
    this.adapter = session.adapter;
    this.path = session.path;
    this.mode = session.mode;
    this.root = new MemoryGroup(session, this, '/');
  }

  get status(): 'open' | 'closed' {
    return this.#session.isOpen ? 'open' : 'closed';
  }

  get swmr(): 'none' | 'read' | 'write' {
    return this.#session.swmr;
  }

  async group(path: string): Promise<Group> {
    return this.root.group(path);
  }

  async dataset(path: string): Promise<Dataset>;
  async dataset<Name extends DtypeName>(path: string, dtype: Name): Promise<Dataset<NamedDtypes[Name]>>;
  async dataset(path: string, dtype?: DtypeName): Promise<Dataset> {
    return dtype === undefined ? this.root.dataset(path) : this.root.dataset(path, dtype);
  }

  async startSwmrWrite(): Promise<void> {
    this.#session.requireWriter('/');
    if (this.#session.stored.writerState === 'unknown') {
      throw new Hdf5Error('NOT_SWMR_WRITABLE', 'the format of the file has no SWMR mode', { file: this.path });
    }
    this.#session.stored.flush();
    this.#session.stored.writerState = 'swmr-writing';
    this.#session.swmr = 'write';
    this.#session.disk.fileChanged(this.#session.stored);
  }

  async flush(): Promise<void> {
    this.#session.requireOpen();
    if (!this.#session.isWriter) return;
    this.#session.stored.flush();
    this.#session.disk.fileChanged(this.#session.stored);
  }

  async refresh(): Promise<void> {
    this.#session.refresh();
  }

  async writerState(): Promise<WriterState> {
    this.#session.requireOpen();
    const current = this.#session.disk.files.get(this.path);
    if (current === undefined) throw new Hdf5Error('FILE_NOT_FOUND', 'the file is gone', { file: this.path });
    return current.writerState;
  }

  watch(listener: () => void): () => void {
    return this.#session.watch(listener);
  }

  async resolveReference(reference: Uint8Array): Promise<string | null> {
    this.#session.requireOpen();
    if (reference.length !== objectReferenceBytes && reference.length !== regionReferenceBytes) {
      throw new Hdf5Error('INVALID_DATA', `${reference.length} bytes are no reference`, { file: this.path });
    }
    const id = Number(new DataView(reference.buffer, reference.byteOffset).getBigUint64(0, true));
    for (const [path, object] of storedObjects(this.#session.stored.root)) if (object.id === id) return path;
    return null;
  }

  async createReference(path: string): Promise<Uint8Array> {
    this.#session.requireOpen(path);
    const { id } = this.#session.find(resolveObjectPath('/', path));
    const bytes = new Uint8Array(objectReferenceBytes);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(id), true);
    return bytes;
  }

  async close(): Promise<void> {
    this.#session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.close();
  }
}
