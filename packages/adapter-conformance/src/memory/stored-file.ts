import type { WriterState } from '@h5tail/adapter';
import { flushObject, revertObject, storedGroup, storedObjects, type StoredGroup } from './stored-object.js';

/** A file on a `MemoryDisk`. */
export class StoredFile {
  readonly root: StoredGroup;
  /** What a real file's superblock says of its writer. */
  writerState: WriterState = 'closed';
  /** Ends the handle of the current writer as if its process had died. */
  killWriter: (() => void) | undefined;

  constructor(root = storedGroup()) {
    this.root = root;
  }

  /** Makes all that was written visible to readers. */
  flush(): void {
    for (const [, object] of storedObjects(this.root)) flushObject(object);
  }

  /** Throws away all that was not flushed. */
  revert(): void {
    for (const [, object] of storedObjects(this.root)) revertObject(object);
  }
}
