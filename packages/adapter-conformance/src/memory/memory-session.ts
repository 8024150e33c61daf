import { Hdf5Error, type FileMode, type Hdf5Adapter, type WriterState } from '@h5tail/adapter';
import type { MemoryDisk } from './memory-disk.js';
import type { StoredFile } from './stored-file.js';
import type { StoredObject } from './stored-object.js';
import { walkPath, type WalkContext } from './walk-path.js';

/** One opening of a file: what the file's objects share. */
export class MemorySession {
  readonly adapter: Hdf5Adapter;
  readonly disk: MemoryDisk;
  readonly path: string;
  readonly mode: FileMode;
  readonly isWriter: boolean;
  swmr: 'none' | 'read' | 'write';
  isOpen = true;
  readonly stored: StoredFile;
  /** What the file says once it is closed: an old format says nothing of its writer. */
  readonly #stateWhenClosed: WriterState;
  readonly #stopWatching = new Set<() => void>();

  constructor(
    adapter: Hdf5Adapter,
    place: { readonly disk: MemoryDisk; readonly path: string; readonly stored: StoredFile },
    mode: FileMode,
    swmr: boolean,
  ) {
    this.adapter = adapter;
    this.disk = place.disk;
    this.path = place.path;
    this.stored = place.stored;
    this.mode = mode;
    this.isWriter = mode !== 'r';
    this.swmr = !swmr ? 'none' : this.isWriter ? 'write' : 'read';
    this.#stateWhenClosed = place.stored.writerState;
    if (!this.isWriter || this.#stateWhenClosed === 'unknown') return;
    this.stored.writerState = swmr ? 'swmr-writing' : 'writing';
    this.stored.killWriter = () => this.#die();
    this.disk.fileChanged(this.stored);
  }

  /** @throws Hdf5Error `CLOSED`. */
  requireOpen(object?: string): void {
    if (!this.isOpen) throw new Hdf5Error('CLOSED', 'the file was closed', { file: this.path, object });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`. */
  requireWriter(object: string): void {
    this.requireOpen(object);
    if (!this.isWriter)
      throw new Hdf5Error('READ_ONLY', 'the file was opened for reading', { file: this.path, object });
  }

  /** @throws Hdf5Error `CLOSED`, `READ_ONLY`, `STRUCTURE_FIXED`. */
  requireStructureWriter(object: string): void {
    this.requireWriter(object);
    if (this.swmr === 'none') return;
    throw new Hdf5Error('STRUCTURE_FIXED', 'objects, links and attributes cannot change in SWMR mode', {
      file: this.path,
      object,
      remedy: 'Create everything before startSwmrWrite()',
    });
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, `BROKEN_LINK`. */
  find(path: string): StoredObject {
    return walkPath(
      this.walkContext((external, file) => this.#requireReadable(external, path, file)),
      path,
    );
  }

  /** What the file that a path leads into says of its writer. */
  writerStateAt(path: string): WriterState {
    const context = this.walkContext();
    let holder = this.stored;
    const openExternal: WalkContext['openExternal'] = (name, from) => {
      const external = context.openExternal(name, from);
      holder = external?.file ?? holder;
      return external;
    };
    walkPath({ ...context, openExternal }, path);
    return holder.writerState;
  }

  /** @param requireReadable Called with each file that a link leads to. */
  walkContext(requireReadable: (path: string, file: StoredFile) => void = () => undefined): WalkContext {
    return {
      path: this.path,
      file: this.stored,
      openExternal: (name, from) => {
        const path = name.startsWith('/') ? name : from.slice(0, from.lastIndexOf('/') + 1) + name;
        const file = this.disk.files.get(path);
        if (file !== undefined) requireReadable(path, file);
        return file && { path, file };
      },
    };
  }

  /**
   * Makes sure that the path still leads to the file that was opened, and that it can be read now.
   *
   * @throws Hdf5Error `CLOSED`, `FILE_NOT_FOUND`, `FILE_REPLACED`, `NOT_SWMR_READABLE`.
   */
  refresh(): void {
    this.requireOpen();
    if (this.isWriter) return;
    const current = this.disk.files.get(this.path);
    if (current === undefined) throw new Hdf5Error('FILE_NOT_FOUND', 'the file is gone', { file: this.path });
    if (current !== this.stored) {
      throw new Hdf5Error('FILE_REPLACED', 'another file has taken the place of the one that was opened', {
        file: this.path,
        remedy: 'Open it again to read the new one',
      });
    }
    if (current.writerState === 'writing') throw notSwmrReadable({ file: this.path });
  }

  /** Whether a reader may open a file that another one leads to. */
  #requireReadable(file: string, object: string, { writerState }: StoredFile): void {
    if (this.swmr === 'read' && writerState === 'writing') throw notSwmrReadable({ file, object });
    if (this.isWriter || this.swmr === 'read') return;
    if (writerState !== 'writing' && writerState !== 'swmr-writing') return;
    throw new Hdf5Error('FILE_LOCKED', 'a writer has it open', { file, object });
  }

  watch(listener: () => void): () => void {
    this.requireOpen();
    const stop = this.disk.watch(this.path, listener);
    this.#stopWatching.add(stop);
    return stop;
  }

  close(): void {
    if (!this.isOpen) return;
    this.#end();
    if (!this.isWriter) return;
    this.stored.flush();
    this.stored.writerState = this.#stateWhenClosed;
    this.disk.fileChanged(this.stored);
  }

  #die(): void {
    this.#end();
    this.stored.revert();
  }

  #end(): void {
    this.isOpen = false;
    for (const stop of this.#stopWatching) stop();
    if (this.isWriter) this.stored.killWriter = undefined;
  }
}

function notSwmrReadable(place: { readonly file: string; readonly object?: string }): Hdf5Error {
  return new Hdf5Error('NOT_SWMR_READABLE', 'a writer has it open and has not started SWMR mode', place);
}
