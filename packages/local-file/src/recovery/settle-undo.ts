import { existsSync } from 'node:fs';
import { isHdf5Error } from '@h5tail/adapter';
import { lookForUndo, requireUsable, type FoundUndo } from './find-undo.js';
import { findWriters, type FindWritersOptions, type WriterSearch } from './find-writers.js';
import type { Machine } from './machine.js';
import { readKnownSuperblock, type KnownSuperblock } from './read-known-superblock.js';
import { requireNoWriter, requireWritable, type WriterKnowledge } from './require-no-writer.js';
import { removeUndo, restoreUndo } from './restore-undo.js';
import type { StoredUndo } from './undo-format.js';
import { undoDraftPath } from './undo-path.js';
import { withCopy } from './with-copy.js';

/** What is to be done about a journal. */
export interface SettleOptions extends FindWritersOptions, WriterKnowledge {
  readonly dryRun?: boolean;
  readonly copyTo?: string;
}

/** What became of a journal. */
export type SettledUndo =
  /** The change had not begun or was completed. */
  | { readonly kind: 'completed' }
  /** The file is as it was before the change. */
  | {
      readonly kind: 'undone';
      /** What the file said before that. */
      readonly known: Pick<KnownSuperblock, 'superblock' | 'bytes' | 'fileSize'>;
      readonly stored: StoredUndo;
      readonly writers: WriterSearch;
    };

/**
 * Undoes the change that the journal beside a file is of, where that was under way, and removes the journal.
 *
 * @returns `undefined` where there was no journal, or one that was not complete.
 * @throws Hdf5Error `FILE_LOCKED`, `FILE_REPLACED`, `CORRUPT_FILE`, and what the operating system reports; the signal's reason.
 */
export async function settleUndo(
  path: string,
  options: SettleOptions,
  machine: Machine,
): Promise<SettledUndo | undefined> {
  const hasDraft = existsSync(undoDraftPath(path));
  if (lookForUndo(path) === undefined && !hasDraft) return undefined;
  const writers = await findWriters(path, options, machine);
  requireNoWriter(path, writers, options);
  const found = lookForUndo(path);
  const stored = found && storedOf(path, found);
  if (stored !== undefined && found?.description.isNeeded === true) {
    const known = knownOf(path, stored);
    await undoInto(path, found, stored, options);
    return { kind: 'undone', known, stored, writers };
  }
  // A copy gets none, and leaves that of the file as it is.
  if (options.dryRun !== true && options.copyTo === undefined) removeUndo(path, true);
  return stored === undefined ? undefined : { kind: 'completed' };
}

/** One that is damaged does no harm where the file was closed. */
function storedOf(path: string, found: FoundUndo): StoredUndo | undefined {
  const { state, isNeeded } = found.description;
  return state === 'damaged' && !isNeeded ? undefined : requireUsable(path, found);
}

async function undoInto(
  path: string,
  { description: { path: journal } }: FoundUndo,
  stored: StoredUndo,
  { dryRun, copyTo, signal }: SettleOptions,
): Promise<void> {
  signal?.throwIfAborted();
  if (dryRun === true) {
    if (copyTo === undefined) requireWritable(path);
    return;
  }
  if (copyTo !== undefined) {
    await withCopy(path, copyTo, signal, (copy) => restoreUndo(copy, journal, stored));
    return;
  }
  restoreUndo(path, journal, stored);
  removeUndo(path, true);
}

/** What the file says; where its superblock is torn, what it said before, and nothing of its writer. */
function knownOf(path: string, { superblock, superblockBytes, fileSize }: StoredUndo): KnownSuperblock {
  try {
    return readKnownSuperblock(path);
  } catch (error) {
    if (!isHdf5Error(error) || (error.code !== 'CORRUPT_FILE' && error.code !== 'NOT_HDF5')) throw error;
    return { superblock: { ...superblock, writer: 'unknown' }, bytes: superblockBytes, fileSize };
  }
}
