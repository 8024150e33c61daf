import { Hdf5Error, type FileMode, type Hdf5Adapter, type Link, type ObjectKind } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import type { Library, Place } from './library.js';
import type { SharedFile } from './open-files.js';
import { linkedFile } from './storage-files.js';

/** One user of a shared file: what the file, group, dataset and attribute objects of one `openFile` call stand on. */
export class OpenHandle {
  readonly adapter: Hdf5Adapter;
  readonly library: Library;
  readonly path: string;
  readonly mode: FileMode;
  swmr: 'none' | 'read' | 'write';
  readonly #file: SharedFile;
  #closed = false;

  constructor(
    adapter: Hdf5Adapter,
    library: Library,
    file: SharedFile,
    options: { path: string; mode: FileMode; swmr: 'none' | 'read' | 'write' },
  ) {
    this.adapter = adapter;
    this.library = library;
    this.path = options.path;
    this.mode = options.mode;
    this.swmr = options.swmr;
    this.#file = file;
  }

  get closed(): boolean {
    return this.#closed;
  }

  place(object?: string): Place {
    return object === undefined ? { file: this.path } : { file: this.path, object };
  }

  /**
   * Runs `work` with the open file; everything in it happens without a turn of the event loop.
   *
   * In a file that is being written, what makes no sense may just have been in the middle of a change. It is then read
   * once more from a fresh open, and if it still makes no sense and the writer is still at it, the fault is a transient
   * one.
   *
   * @throws Hdf5Error `CLOSED`, and what opening the file again may throw.
   */
  async use<Result>(work: (file: bigint, library: Library) => Result): Promise<Result> {
    this.requireOpen();
    const attempt = (): Promise<Result> => this.#file.use((id) => work(id, this.library));
    if (this.swmr !== 'read') return attempt();
    try {
      return await attempt();
    } catch (error) {
      if (!mayBeTransient(error)) throw error;
    }
    this.refresh();
    try {
      return await attempt();
    } catch (error) {
      throw this.#whileWritten(error);
    }
  }

  /** Takes in what the writer has flushed: the next use opens the file anew. */
  refresh(): void {
    this.requireOpen();
    this.library.files.closeReaders();
  }

  requireOpen(): void {
    if (!this.#closed) return;
    throw new Hdf5Error('CLOSED', 'the file was closed', { file: this.path, remedy: 'Open it again' });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`. */
  requireWritable(object?: string): void {
    this.requireOpen();
    if (this.mode !== 'r') return;
    const remedy = "Open the file with mode 'r+'";
    throw new Hdf5Error('READ_ONLY', 'the file is open for reading only', { ...this.place(object), remedy });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`, `STRUCTURE_FIXED`. */
  requireStructureWritable(object?: string): void {
    this.requireWritable(object);
    if (this.swmr !== 'write') return;
    throw new Hdf5Error('STRUCTURE_FIXED', 'objects and attributes cannot change in SWMR mode', {
      ...this.place(object),
      remedy: 'Create everything before startSwmrWrite(), or close the file and open it again',
    });
  }

  /** What the path leads to. */
  kindOf(file: bigint, path: string): ObjectKind | 'nothing' {
    if (path === '/') return 'group';
    switch (this.library.ask((module) => module.get_type(file, path))) {
      case 0:
        return 'group';
      case 1:
        return 'dataset';
      case 2:
        return 'datatype';
      case -1:
        return 'nothing';
      default:
        // A link that runs in a circle or to a file that cannot be opened, or a path through something that is no group.
        return this.linkAt(file, path).type === 'hard' ? 'nothing' : 'unresolved';
    }
  }

  /** How the last name of the path leads to its object; hard also where there is no such name. */
  linkAt(file: bigint, path: string): Link {
    const target = this.library.ask((module) => module.get_symbolic_link(file, path));
    if (typeof target === 'string') return { type: 'soft', target };
    const external = this.library.ask((module) => module.get_external_link(file, path));
    if (external?.filename === undefined) return { type: 'hard' };
    return { type: 'external', file: external.filename, target: external.obj_path ?? '/' };
  }

  /**
   * Asks before any call that fails by throwing through C++ code, which would leak.
   *
   * @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`.
   */
  requireObject(file: bigint, path: string): 'group' | 'dataset' | 'datatype' {
    const kind = this.kindOf(file, path);
    if (kind === 'nothing') {
      const remedy = 'List the file to see what is in it';
      throw new Hdf5Error('OBJECT_NOT_FOUND', 'there is no such object', { ...this.place(path), remedy });
    }
    if (kind === 'unresolved') throw this.#brokenLink(file, path);
    return kind;
  }

  #brokenLink(file: bigint, path: string): Hdf5Error {
    const link = this.linkAt(file, path);
    if (link.type !== 'external') {
      const remedy = 'Check the target of the link';
      return new Hdf5Error('BROKEN_LINK', 'the link leads nowhere', { ...this.place(path), remedy });
    }
    const target = linkedFile(this.path, link.file);
    const remedy = `Check the file ${target} and ${link.target} in it`;
    if (readWriterState(target) !== 'writing') {
      return new Hdf5Error('BROKEN_LINK', 'the external link leads nowhere', { ...this.place(path), remedy });
    }
    const what = `the writer of ${target}, which the link leads to, has not started SWMR mode`;
    return new Hdf5Error('NOT_SWMR_READABLE', what, { ...this.place(path), remedy: 'Try again when it has' });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.mode === 'r') this.library.files.removeReader(this.#file, this.swmr === 'read');
    else this.library.files.removeWriter(this.#file);
  }

  #whileWritten(error: unknown): unknown {
    if (!mayBeTransient(error) || readWriterState(this.path) !== 'swmr-writing') return error;
    return new Hdf5Error('TRANSIENT_READ', 'the file could not be read while it is being written', {
      file: error.file,
      object: error.object,
      remedy: 'Refresh and try again',
      details: error.details,
      cause: error,
    });
  }
}

/** Whether HDF5 itself (not our checks) found something that makes no sense. */
function mayBeTransient(error: unknown): error is Hdf5Error {
  if (!(error instanceof Hdf5Error) || error.details.length === 0) return false;
  return error.code === 'CORRUPT_FILE' || error.code === 'IO' || error.code === 'HDF5';
}
