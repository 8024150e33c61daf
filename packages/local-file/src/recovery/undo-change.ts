import { thisMachine, type Machine } from './machine.js';
import type { FindWritersOptions } from './find-writers.js';
import type { WriterKnowledge } from './require-no-writer.js';
import { settleUndo } from './settle-undo.js';

/** Options of {@link undoChange}. */
export interface UndoChangeOptions extends FindWritersOptions, WriterKnowledge {
  /** Finds out what would be done, and does nothing. */
  readonly dryRun?: boolean;
}

/**
 * Settles the undo journal beside a file whose program was killed: where the change was under way, the file is made as it was
 * before; where it had not begun or was completed, the file stays. The journal is removed. Without HDF5. What is done here,
 * `recoverFile` does first.
 *
 * @param machine Where writers are looked for; tests hand over another one.
 * @returns `none` where there is no journal, or one that was not complete.
 * @throws Hdf5Error `FILE_LOCKED` while a program has the file open for writing, or may have; `FILE_REPLACED` where the journal
 * belongs to another file; `CORRUPT_FILE` where it is damaged; `FILE_NOT_FOUND`, `PERMISSION_DENIED`, `NO_SPACE`, `IO`. When it
 * failed while writing, it can be done again. The signal's reason.
 */
export async function undoChange(
  path: string,
  options: UndoChangeOptions = {},
  machine: Machine = thisMachine,
): Promise<'undone' | 'completed' | 'none'> {
  return (await settleUndo(path, options, machine))?.kind ?? 'none';
}
