import { Hdf5Error, type FileMode, type Hdf5Adapter } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import { isSameFile, type FileIdentity } from './file-identity.js';
import type { Library, Place } from './library.js';
import type { ObjectSpace } from './resolve-object.js';
import type { SharedFile } from './shared-file.js';

/** One user of a shared file: what the file, group, dataset and attribute objects of one `openFile` call stand on. */
export class OpenHandle {
  readonly adapter: Hdf5Adapter;
  readonly library: Library;
  readonly path: string;
  readonly mode: FileMode;
  swmr: 'none' | 'read' | 'write';
  readonly #file: SharedFile;
  #closed = false;
  /** What was opened, known from the first use on. */
  #identity: FileIdentity | undefined;

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

  /** Where to look for objects, with the identifier that {@link OpenHandle.use} gives. */
  space(id: bigint): ObjectSpace {
    return { library: this.library, id, file: this.path };
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
   * @param isWritten Whether the writer is still at it; by default what the file itself says.
   * @throws Hdf5Error `CLOSED`, `FILE_REPLACED`, and what opening the file again may throw.
   */
  async use<Result>(
    work: (file: bigint, library: Library) => Result,
    isWritten: () => Promise<boolean> = () => Promise.resolve(readWriterState(this.path) === 'swmr-writing'),
  ): Promise<Result> {
    this.requireOpen();
    const attempt = (): Promise<Result> =>
      this.#file.use((id) => {
        this.#requireSameFile();
        return work(id, this.library);
      });
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
      throw mayBeTransient(error) && (await isWritten()) ? transient(error) : error;
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

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.mode === 'r') this.library.files.removeReader(this.#file, this.swmr === 'read');
    else this.library.files.removeWriter(this.#file);
  }

  /** A name that leads to another file now must not pass for the one that was opened. */
  #requireSameFile(): void {
    this.#identity ??= this.#file.identity;
    if (isSameFile(this.#identity, this.#file.identity)) return;
    throw new Hdf5Error('FILE_REPLACED', 'another file has taken the place of the one that was opened', {
      file: this.path,
      remedy: 'Open it again to read the new one',
    });
  }
}

function transient(error: Hdf5Error): Hdf5Error {
  return new Hdf5Error('TRANSIENT_READ', 'the file could not be read while it is being written', {
    file: error.file,
    object: error.object,
    remedy: 'Refresh and try again',
    details: error.details,
    cause: error,
  });
}

/** Whether HDF5 itself (not our checks) found something that makes no sense. */
function mayBeTransient(error: unknown): error is Hdf5Error {
  if (!(error instanceof Hdf5Error) || error.details.length === 0) return false;
  return error.code === 'CORRUPT_FILE' || error.code === 'IO' || error.code === 'HDF5';
}
