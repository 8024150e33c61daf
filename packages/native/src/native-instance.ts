import { existsSync } from 'node:fs';
import { systemFault } from '@h5tail/local-file';
import { OpenFiles } from '@h5tail/local-file/objects';
import { constants } from './c/constants.js';
import type { FileId } from './c/identifiers.js';
import { leaveEndOfFileOpen } from './file/leave-end-of-file-open.js';
import { OpenNativeFile } from './file/open-native-file.js';
import { WriterLock } from './file/writer-lock.js';
import type { Hdf5Thread } from './hdf5-thread.js';
import { withoutFileLocking } from './library/without-file-locking.js';
import type { NativeSettings } from './native-settings.js';
import { PropertyLists } from './property-lists.js';

/** What HDF5 itself takes. */
const defaultChunkCacheBytes = 1024 * 1024;

/** What the files of adapters with the same settings share. */
export class NativeInstance {
  readonly thread: Hdf5Thread;
  readonly lists: PropertyLists;
  readonly files: OpenFiles<OpenNativeFile>;
  /** Bytes of decoded chunks that HDF5 keeps of a dataset. */
  readonly chunkCacheBytes: number;

  constructor(thread: Hdf5Thread, settings: NativeSettings) {
    this.thread = thread;
    this.lists = new PropertyLists(thread.library, settings);
    this.chunkCacheBytes = settings.chunkCache?.bytes ?? defaultChunkCacheBytes;
    this.files = new OpenFiles<OpenNativeFile>({
      openForReading: (path) => this.openForReading(path),
      close: (path, file) => {
        this.#close(path, file);
      },
    });
  }

  /**
   * Opens a file for reading. Always as a SWMR reader, which reads every file that a plain one reads, so that those of
   * one process need not agree; whether a plain reader may see the file is checked before.
   *
   * @throws Hdf5Error
   */
  openForReading(path: string): OpenNativeFile {
    const { library } = this.thread;
    const flags = constants.H5F_ACC_RDONLY | constants.H5F_ACC_SWMR_READ;
    const list = this.lists.readAccess;
    const id = this.#withoutLock(() =>
      library.demand({ file: path }, 'the file cannot be opened', (c) => c.H5Fopen(path, flags, list)),
    );
    try {
      const file = new OpenNativeFile(library, id, path);
      leaveEndOfFileOpen(library, file, path);
      return file;
    } catch (error) {
      library.c.H5Fclose(id);
      throw systemFault(error, path);
    }
  }

  /**
   * Locks a file, and opens or creates it for writing.
   *
   * @throws Hdf5Error `FILE_LOCKED`, and what `open` throws.
   */
  openForWriting(path: string, open: () => FileId, ignoreLocks = false): OpenNativeFile {
    const { library } = this.thread;
    const before = ignoreLocks ? WriterLock.none() : existsSync(path) ? WriterLock.take(library, path) : undefined;
    let id: FileId | undefined;
    try {
      id = this.#withoutLock(open);
      const file = new OpenNativeFile(library, id, path, before ?? WriterLock.take(library, path));
      this.thread.writers.set(id, () => {
        this.#close(path, file);
      });
      return file;
    } catch (error) {
      if (id !== undefined) library.c.H5Fclose(id);
      before?.release();
      throw error;
    }
  }

  /** Opens a file that HDF5 itself shall not lock: some versions ask their environment each time, and nothing else. */
  #withoutLock(open: () => FileId): FileId {
    const { c, loaded } = this.thread.library;
    return c.H5Pset_file_locking === undefined ? withoutFileLocking(loaded.koffi, process.platform, open) : open();
  }

  #close(path: string, file: OpenNativeFile): void {
    const { library, datasets, writers } = this.thread;
    const what = 'the file could not be closed';
    try {
      if (writers.delete(file.id)) this.#flush(path, file, what);
      datasets.closeThoseOf(file.id);
      library.demand({ file: path }, what, (c) => c.H5Fclose(file.id));
    } finally {
      file.unlock();
      file.release();
    }
  }

  /**
   * Writes what is left before anything is closed. HDF5 does not survive a dataset or a file that it cannot write when it
   * closes it; so those are left as they are, and stay open until the process ends.
   */
  #flush(path: string, file: OpenNativeFile, what: string): void {
    const { library, datasets } = this.thread;
    try {
      library.demand({ file: path }, what, (c) => c.H5Fflush(file.id, constants.H5F_SCOPE_LOCAL));
    } catch (error) {
      datasets.abandonThoseOf(file.id);
      throw error;
    }
  }
}
