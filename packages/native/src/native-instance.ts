import { existsSync } from 'node:fs';
import { OpenFiles } from '@h5tail/local-file/objects';
import { constants } from './c/constants.js';
import type { FileId } from './c/identifiers.js';
import { WriterLock } from './file/writer-lock.js';
import type { Hdf5Thread } from './hdf5-thread.js';
import type { NativeSettings } from './native-settings.js';
import { PropertyLists } from './property-lists.js';

/** What the files of adapters with the same settings share. */
export class NativeInstance {
  readonly thread: Hdf5Thread;
  readonly lists: PropertyLists;
  readonly files: OpenFiles<FileId>;
  readonly #locks = new Map<FileId, WriterLock>();

  constructor(thread: Hdf5Thread, settings: NativeSettings) {
    this.thread = thread;
    this.lists = new PropertyLists(thread.library, settings);
    this.files = new OpenFiles<FileId>({
      openForReading: (path) => this.openForReading(path),
      close: (path, id) => {
        this.#close(path, id);
      },
    });
  }

  /**
   * Opens a file for reading. Always as a SWMR reader, which reads every file that a plain one reads, so that those of
   * one process need not agree; whether a plain reader may see the file is checked before.
   *
   * @throws Hdf5Error
   */
  openForReading(path: string): FileId {
    const flags = constants.H5F_ACC_RDONLY | constants.H5F_ACC_SWMR_READ;
    const list = this.lists.readAccess;
    return this.thread.library.demand({ file: path }, 'the file cannot be opened', (c) => c.H5Fopen(path, flags, list));
  }

  /**
   * Locks a file, opens or creates it for writing, and keeps the lock until it is closed or {@link unlock} is called.
   *
   * @throws Hdf5Error `FILE_LOCKED`, and what `open` throws.
   */
  openForWriting(path: string, open: () => FileId): FileId {
    const { koffi } = this.thread.library.loaded;
    const before = existsSync(path) ? WriterLock.take(koffi, path) : undefined;
    try {
      const id = open();
      this.#locks.set(id, before ?? WriterLock.take(koffi, path));
      return id;
    } catch (error) {
      before?.release();
      throw error;
    }
  }

  /** Gives a writer's lock back. */
  unlock(id: FileId): void {
    this.#locks.get(id)?.release();
    this.#locks.delete(id);
  }

  #close(path: string, id: FileId): void {
    this.thread.datasets.closeThoseOf(id);
    try {
      this.thread.library.demand({ file: path }, 'the file could not be closed', (c) => c.H5Fclose(id));
    } finally {
      this.unlock(id);
    }
  }
}
