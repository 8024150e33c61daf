import { Hdf5Error } from '@h5tail/adapter';
import { MemoryHeap } from './memory-heap.js';
import type { StoredFile } from './stored-file.js';

/**
 * Files in memory, by path. Adapters that share a disk see the same files, as processes on one machine do.
 *
 * @example
 * ```ts
 * const disk = new MemoryDisk();
 * await using file = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
 * disk.paths(); // ['/scan.h5']
 * ```
 */
export class MemoryDisk {
  /** @internal */
  readonly files = new Map<string, StoredFile>();
  /** @internal */
  readonly heap = new MemoryHeap();
  readonly #watchers = new Map<string, Set<() => void>>();

  /** Paths of the files, in order of creation. */
  paths(): string[] {
    return [...this.files.keys()];
  }

  /** Whether there is a file at this path. */
  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Deletes a file; who has it open keeps it until its next refresh. Does nothing where there is none. */
  remove(path: string): void {
    if (this.files.delete(path)) this.changed(path);
  }

  /**
   * Moves a file, replacing one at the new path, as writers do that build a file aside.
   *
   * @throws Hdf5Error `FILE_NOT_FOUND`.
   */
  rename(from: string, to: string): void {
    const file = this.files.get(from);
    if (file === undefined) throw new Hdf5Error('FILE_NOT_FOUND', 'there is no such file', { file: from });
    this.files.delete(from);
    this.files.set(to, file);
    this.changed(from);
    this.changed(to);
  }

  /**
   * Lets the writer of a file die: what it did not flush is lost, its handle is closed, and the file goes on saying that
   * it is being written. Does nothing where no writer has the file open.
   */
  killWriter(path: string): void {
    const file = this.files.get(path);
    file?.killWriter?.();
  }

  /** @internal Calls the listeners of a path soon, several changes at a time. */
  changed(path: string): void {
    for (const notify of this.#watchers.get(path) ?? []) notify();
  }

  /** @internal Calls the listeners of every path where a file is now: its writer does not know that it was moved. */
  fileChanged(file: StoredFile): void {
    for (const [path, each] of this.files) if (each === file) this.changed(path);
  }

  /** @internal Calls `listener` soon after each change; returns what ends it. */
  watch(path: string, listener: () => void): () => void {
    let isPending = false;
    let isActive = true;
    const notify = (): void => {
      if (isPending) return;
      isPending = true;
      queueMicrotask(() => {
        isPending = false;
        if (isActive) listener();
      });
    };
    const watchers = this.#watchers.get(path) ?? new Set();
    this.#watchers.set(path, watchers.add(notify));
    return () => {
      isActive = false;
      watchers.delete(notify);
    };
  }
}
