import { closeSync, openSync } from 'node:fs';
import { Hdf5Error, type WriterState } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';
import { writerFlags } from './closed-superblock.js';
import { endOfPlaces } from './end-of-places.js';
import { findWriters, type FindWritersOptions, type WriterSearch } from './find-writers.js';
import { thisMachine, type Machine } from './machine.js';
import { planRecovery } from './plan-recovery.js';
import { isTruncated, readKnownSuperblock, type KnownSuperblock } from './read-known-superblock.js';
import type { StoredChange } from './stored-change.js';
import { requireNoFile, withCopy } from './with-copy.js';
import { writeChanges } from './write-changes.js';

/** Options of {@link recoverFile}. */
export interface RecoverOptions extends FindWritersOptions {
  /** Finds out what would be changed, and changes nothing. */
  readonly dryRun?: boolean;
  /** The caller knows that the writer is gone, where that cannot be found out. One that is found counts all the same. */
  readonly writerIsGone?: boolean;
  /** Recovers into a new file of this name, and leaves the file as it is. */
  readonly copyTo?: string;
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
   * the file had not reached yet: it is extended to there with a hole of zeros.
   */
  readonly fileSize: number;
  /**
   * In the order in which they are written. To write back what was `before`, the last first, and to cut the file to
   * `formerFileSize` undoes it all.
   */
  readonly changes: readonly StoredChange[];
  /** Whether its writer is gone; `undefined` where the file was closed. */
  readonly writers: WriterSearch | undefined;
}

/**
 * Mends a file whose writer was killed: clears the writer's flags, and sets the end of the file in the superblock to where it
 * is, or to where the last dataset ends: a dataset may have a place that the file has not reached yet, and then the file is
 * extended. Without HDF5. The file never becomes smaller, and what was flushed stays. Information on free space, where the file
 * keeps it, is as of the last close and would make the next writer overwrite data; it is dropped too.
 *
 * What the writer had not flushed is lost. One that had not begun SWMR mode may have been in the middle of a change of the
 * structure; what it flushed last is there.
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
  const first = readKnownSuperblock(path);
  if (options.copyTo !== undefined) requireNoFile(options.copyTo);
  if (!isMarked(first)) {
    if (isTruncated(first)) throw truncated(path, first);
    return recovery('needless', first, { changes: [], end: first.fileSize }, undefined);
  }
  const writers = await findWriters(path, options, machine);
  requireNoWriter(path, writers, options);
  const known = readKnownSuperblock(path);
  if (!Buffer.from(known.bytes).equals(first.bytes) || known.fileSize !== first.fileSize) throw changed(path);
  if (isTruncated(known)) throw truncated(path, known);
  const end = await endOfPlaces(path, known, options.signal);
  const plan = { changes: planRecovery(path, known, end), end };
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
}

function recovery(
  outcome: Recovery['outcome'],
  { superblock, bytes, fileSize }: KnownSuperblock,
  { changes, end }: Plan,
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
  };
}

function requireNoWriter(path: string, { certainty, reason }: WriterSearch, { writerIsGone }: RecoverOptions): void {
  if (certainty === 'alive') {
    throw new Hdf5Error('FILE_LOCKED', `the file is being written: ${reason}`, {
      file: path,
      remedy: 'Wait until its writer closes it',
    });
  }
  if (certainty === 'unknown' && writerIsGone !== true) {
    throw new Hdf5Error('FILE_LOCKED', `whether its writer is gone is not known: ${reason}`, {
      file: path,
      remedy: 'Where no program writes it, on any machine, say so with writerIsGone: true',
    });
  }
}

function requireWritable(path: string): void {
  try {
    // Not `access`, which asks for the real user and not for the one who will write.
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    throw systemFault(error, path);
  }
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
