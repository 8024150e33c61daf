import { Hdf5Error, type WriterState } from '@h5tail/adapter';
import { writerFlags } from './closed-superblock.js';
import { endOfPlaces } from './end-of-places.js';
import { findWriters, type FindWritersOptions, type WriterSearch } from './find-writers.js';
import { thisMachine, type Machine } from './machine.js';
import { planRecovery } from './plan-recovery.js';
import { isTruncated, readKnownSuperblock, type KnownSuperblock } from './read-known-superblock.js';
import { requireNoWriter, requireWritable, type WriterKnowledge } from './require-no-writer.js';
import type { StoredChange } from './stored-change.js';
import { settleUndo, type SettledUndo } from './settle-undo.js';
import { requireNoFile, withCopy } from './with-copy.js';
import { writeChanges } from './write-changes.js';

/** Options of {@link recoverFile}. */
export interface RecoverOptions extends FindWritersOptions, WriterKnowledge {
  /** Finds out what would be changed, and changes nothing. */
  readonly dryRun?: boolean;
  /** Recovers into a new file of this name, and leaves the file as it is. */
  readonly copyTo?: string;
  /**
   * The caller knows that nothing counts of what the file lacks up to the end that its superblock tells, as after a full disk. It is extended
   * to there. Default: false, so that a file that was cut short is refused.
   */
  readonly mayEndEarly?: boolean;
}

/** What became of a file. */
export interface Recovery {
  /** `needless`: it was closed, or is in a format in which a writer leaves nothing behind that keeps others out. */
  readonly outcome: 'recovered' | 'would-recover' | 'needless';
  /** What the file said of its writer. */
  readonly formerWriter: WriterState;
  readonly superblockVersion: number;
  /** As stored; `undefined` before superblock version 3. */
  readonly formerFlags: number | undefined;
  /** The end of the file in its superblock, as a byte count from the beginning; `undefined` where it was not set. */
  readonly formerEndOfFile: number | undefined;
  /** Bytes that were in the file. */
  readonly formerFileSize: number;
  /**
   * Bytes in the file from now on, which is what its superblock says too. More than before where a dataset has a place that
   * the file had not reached yet: it is extended to there with a hole of zeros. Fewer only where a change was undone.
   */
  readonly fileSize: number;
  /**
   * In the order in which they are written. To write back what was `before`, the last first, and to cut the file to
   * `formerFileSize` undoes it all.
   */
  readonly changes: readonly StoredChange[];
  /** Whether its writer is gone; `undefined` where the file was closed. */
  readonly writers: WriterSearch | undefined;
  /**
   * What became of the undo journal beside the file (see `beginUndo`), or would become: the change of the structure was
   * `undone`, and the file is as it was before, of `fileSize` bytes, with no `changes` to be told; or it was `completed`, and
   * only the journal was removed. `undefined` where there was none, or one that was not complete.
   */
  readonly undo: 'undone' | 'completed' | undefined;
}

/**
 * Mends a file whose writer was killed: clears the writer's flags, and sets the end of the file in the superblock to where it
 * is, or to where the last dataset ends: a dataset may have a place that the file has not reached yet, and then the file is
 * extended. Without HDF5. The file does not become smaller, and what was flushed stays. Information on free space, where the file
 * keeps it, is as of the last close and would make the next writer overwrite data; it is dropped too.
 *
 * Where its writer was killed in a change of the structure that it had begun with `beginUndo`, the file is made as it was before
 * the change instead.
 *
 * What the writer had not flushed is lost. One that had not begun SWMR mode may have been in the middle of a change of the
 * structure, without a journal; what it flushed last is there.
 *
 * Source: HDF5 File Format Specification 3.0, II.A "Disk Format: Level 0A - Format Signature and Superblock".
 *
 * @param machine Where writers are looked for; tests hand over another one.
 * @throws Hdf5Error `FILE_LOCKED` while a program has it open for writing, or may have; `TRUNCATED_FILE`, `CORRUPT_FILE` and
 * `UNSUPPORTED` where it cannot be mended; `FILE_NOT_FOUND`, `NOT_A_FILE`, `NOT_HDF5`, `PERMISSION_DENIED`, `FILE_EXISTS`
 * (of the copy), `NO_SPACE`, `IO`. Nothing was written then, unless it was the writing that failed. Also the signal's reason.
 */
export async function recoverFile(
  path: string,
  options: RecoverOptions = {},
  machine: Machine = thisMachine,
): Promise<Recovery> {
  if (options.copyTo !== undefined) requireNoFile(options.copyTo);
  const settled = await settleUndo(path, options, machine);
  if (settled?.kind === 'undone') return undone(settled, options.dryRun === true);
  const undo = settled?.kind;
  const first = readKnownSuperblock(path);
  if (!isMarked(first)) {
    if (isTruncated(first)) throw truncated(path, first);
    return recovery('needless', first, { changes: [], end: first.fileSize, undo }, undefined);
  }
  const writers = await findWriters(path, options, machine);
  requireNoWriter(path, writers, options);
  const known = readKnownSuperblock(path);
  if (!Buffer.from(known.bytes).equals(first.bytes) || known.fileSize !== first.fileSize) throw changed(path);
  if (isTruncated(known) && options.mayEndEarly !== true) throw truncated(path, known);
  const end = Math.max(await endOfPlaces(path, known, options.signal), known.superblock.endOfFile ?? 0);
  const plan = { changes: planRecovery(path, known, end), end, undo };
  if (options.dryRun === true) {
    if (options.copyTo === undefined) requireWritable(path);
    return recovery('would-recover', known, plan, writers);
  }
  if (options.copyTo === undefined) writeChanges(path, plan.changes, known.fileSize, end);
  else {
    await withCopy(path, options.copyTo, options.signal, (copy) => {
      writeChanges(copy, plan.changes, known.fileSize, end);
    });
  }
  return recovery('recovered', known, plan, writers);
}

function isMarked({ superblock: { writer } }: KnownSuperblock): boolean {
  return writer === 'writing' || writer === 'swmr-writing';
}

interface Plan {
  readonly changes: readonly StoredChange[];
  readonly end: number;
  readonly undo: Recovery['undo'];
}

function undone({ known, stored, writers }: Extract<SettledUndo, { kind: 'undone' }>, isDry: boolean): Recovery {
  const plan: Plan = { changes: [], end: stored.fileSize, undo: 'undone' };
  return recovery(isDry ? 'would-recover' : 'recovered', known, plan, writers);
}

function recovery(
  outcome: Recovery['outcome'],
  { superblock, bytes, fileSize }: KnownSuperblock,
  { changes, end, undo }: Plan,
  writers: WriterSearch | undefined,
): Recovery {
  return {
    outcome,
    formerWriter: superblock.writer,
    superblockVersion: superblock.version,
    formerFlags: writerFlags(bytes, superblock),
    formerEndOfFile: superblock.endOfFile,
    formerFileSize: fileSize,
    fileSize: end,
    changes,
    writers,
    undo,
  };
}

function changed(path: string): Hdf5Error {
  return new Hdf5Error('FILE_LOCKED', 'the file changed while it was looked at, so somebody writes it', {
    file: path,
    remedy: 'Wait until its writer closes it',
  });
}

function truncated(path: string, { superblock, fileSize }: KnownSuperblock): Hdf5Error {
  const message = `the file has ${fileSize} bytes where its superblock says ${superblock.endOfFile}: a part of it is missing`;
  const remedy =
    superblock.writer === 'swmr-writing'
      ? 'Take it from its source again, or copy what SWMR reading still reads to another file'
      : 'Take it from its source again; what is missing never reached the disk, or a copy was cut short';
  return new Hdf5Error('TRUNCATED_FILE', message, { file: path, remedy });
}
