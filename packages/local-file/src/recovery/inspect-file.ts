import type { WriterState } from '@h5tail/adapter';
import { writerFlags } from './closed-superblock.js';
import { findUndo, type UndoDescription } from './find-undo.js';
import { findWriters, type FindWritersOptions, type WriterSearch } from './find-writers.js';
import { thisMachine, type Machine } from './machine.js';
import { isTruncated, readKnownSuperblock, type KnownSuperblock } from './read-known-superblock.js';

/**
 * How a file stands with its writer.
 *
 * - `live`: a program writes it, in SWMR mode where the file says so.
 * - `opened`: a writer has it open and has not begun SWMR mode; nobody else can open it.
 * - `closed`: its writer closed it.
 * - `writer-gone`: it says that it is being written, and no program does, or that is unlikely: its writer was killed.
 * - `writer-unknown`: it says so, and whether a program does is not known.
 * - `not-swmr`: its format (superblock version 0 to 2) says nothing of a writer, and cannot be written in SWMR mode.
 * - `truncated`: nobody writes it, and it ends before the place where its superblock says that it does.
 */
export type FileState = 'live' | 'opened' | 'closed' | 'writer-gone' | 'writer-unknown' | 'not-swmr' | 'truncated';

/** What a file and the processes of this machine tell of its writer. */
export interface FileInspection {
  readonly state: FileState;
  readonly superblockVersion: number;
  /** What the file says of its writer. */
  readonly writer: WriterState;
  /** The writer's flags as stored: 0 closed, 1 open for writing, 5 in SWMR mode; `undefined` before version 3. */
  readonly flags: number | undefined;
  /** The end of the file in its superblock, as a byte count from the beginning; `undefined` where it is not set. */
  readonly endOfFile: number | undefined;
  /** Bytes in the file. */
  readonly fileSize: number;
  readonly writers: WriterSearch;
  /** The journal of a change of the structure that is beside the file, see `beginUndo`; `undefined` where there is none. */
  readonly undo: UndoDescription | undefined;
}

/**
 * Finds out how a file stands with its writer, without HDF5. Takes no lock and disturbs no writer.
 *
 * @param machine Where writers are looked for; tests hand over another one.
 * @throws Hdf5Error `FILE_NOT_FOUND`, `NOT_A_FILE`, `PERMISSION_DENIED`, `NOT_HDF5`, `CORRUPT_FILE`, `IO`; the signal's reason.
 */
export async function inspectFile(
  path: string,
  options: FindWritersOptions = {},
  machine: Machine = thisMachine,
): Promise<FileInspection> {
  const before = readKnownSuperblock(path);
  // Only where the file says that it is being written its writer is worth waiting for.
  const writers = await findWriters(path, isOpen(before) ? options : { ...options, watchMs: 0 }, machine);
  // A writer may have closed it meanwhile.
  const known = readKnownSuperblock(path);
  const { superblock, bytes, fileSize } = known;
  return {
    state: stateOf(known, writers),
    superblockVersion: superblock.version,
    writer: superblock.writer,
    flags: writerFlags(bytes, superblock),
    endOfFile: superblock.endOfFile,
    fileSize,
    writers,
    undo: findUndo(path),
  };
}

function isOpen({ superblock: { writer } }: KnownSuperblock): boolean {
  return writer === 'writing' || writer === 'swmr-writing';
}

function stateOf(known: KnownSuperblock, { certainty }: WriterSearch): FileState {
  const { writer, version } = known.superblock;
  const isAlive = certainty === 'alive';
  if (isOpen(known)) {
    if (isAlive) return writer === 'writing' ? 'opened' : 'live';
    if (certainty === 'unknown') return 'writer-unknown';
    return isTruncated(known) ? 'truncated' : 'writer-gone';
  }
  if (isTruncated(known)) return isAlive ? 'live' : 'truncated';
  return version < 3 ? 'not-swmr' : 'closed';
}
