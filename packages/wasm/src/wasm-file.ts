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
import { checkFile, readWriterState, watchFile } from '@h5tail/local-file';
import type { OpenHandle } from './open-handle.js';
import { requireObject } from './resolve-object.js';
import { WasmGroup } from './wasm-group.js';

const objectReferenceBytes = 8;
const regionReferenceBytes = 12;

/** An open file. */
export class WasmFile implements Hdf5File {
  readonly root: Group;
  readonly #handle: OpenHandle;
  readonly #watches = new Set<() => void>();

  constructor(handle: OpenHandle) {
    this.#handle = handle;
    this.root = new WasmGroup(handle, this, '/');
  }

  get adapter(): Hdf5Adapter {
    return this.#handle.adapter;
  }

  get path(): string {
    return this.#handle.path;
  }

  get mode(): FileMode {
    return this.#handle.mode;
  }

  get status(): 'open' | 'closed' {
    return this.#handle.closed ? 'closed' : 'open';
  }

  get swmr(): 'none' | 'read' | 'write' {
    return this.#handle.swmr;
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
    this.#handle.requireWritable();
    if (this.#handle.swmr === 'write') return;
    await this.#handle.use((file, library) => {
      library.demand(this.#handle.place(), 'SWMR mode cannot be started', (m) => m.H5Fstart_swmr_write(file));
    });
    this.#handle.swmr = 'write';
  }

  async flush(): Promise<void> {
    this.#handle.requireOpen();
    if (this.mode === 'r') return;
    await this.#handle.use((file, library) => {
      library.demand(this.#handle.place(), 'the file cannot be flushed', (module) => module.flush(file));
    });
  }

  async refresh(): Promise<void> {
    this.#handle.refresh();
    // Opened at once, so that a file that cannot be read is told here and not at the next read.
    await this.#handle.use(() => undefined);
  }

  async writerState(): Promise<WriterState> {
    this.#handle.requireOpen();
    const state = readWriterState(this.path);
    // A file that is gone has no state; the check says so.
    if (state === 'unknown') await checkFile(this.path, { mode: 'r', swmr: true });
    return state;
  }

  watch(listener: () => void): (() => void) | null {
    this.#handle.requireOpen();
    const stop = watchFile(this.path, listener);
    if (stop === null) return null;
    this.#watches.add(stop);
    return () => {
      this.#watches.delete(stop);
      stop();
    };
  }

  async resolveReference(reference: Uint8Array): Promise<string | null> {
    this.#handle.requireOpen();
    const isObject = reference.length === objectReferenceBytes;
    if (!isObject && reference.length !== regionReferenceBytes) {
      throw new Hdf5Error('INVALID_DATA', `${reference.length} bytes are no reference`, this.#handle.place());
    }
    if (reference.every((byte) => byte === 0)) return null;
    return this.#handle.use(
      (file, library) =>
        library.ask((module) => module.get_referenced_name(file, [...reference], isObject)).answer ?? null,
    );
  }

  async createReference(path: string): Promise<Uint8Array> {
    const target = resolveObjectPath('/', path);
    return this.#handle.use((file, library) => {
      requireObject(this.#handle.space(file), target);
      return library.demand(this.#handle.place(target), 'the reference cannot be made', (module) =>
        Uint8Array.from(module.create_object_reference(file, target)),
      );
    });
  }

  // The work is synchronous; the signature is not, so that a thrown fault is a rejection.
  async close(): Promise<void> {
    await Promise.resolve();
    for (const stop of this.#watches) stop();
    this.#watches.clear();
    this.#handle.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
