import { closeSync, openSync, statSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { readSuperblock, type SuperblockOnDisk } from '../read-superblock.js';
import { systemFault } from '../system-fault.js';
import { decodeUndo, isSameIdentity, undoIdentityOf, type StoredUndo } from './undo-format.js';
import { undoPath } from './undo-path.js';

/** The undo journal that is beside a file. */
export interface UndoDescription {
  /** Of the journal. */
  readonly path: string;
  /**
   * - `complete`: it belongs to the file.
   * - `other-file`: it belongs to another file, whose name this one has taken, or of which this one is a copy.
   * - `damaged`: it is no journal, or not all of it; one is complete before the change begins.
   */
  readonly state: 'complete' | 'other-file' | 'damaged';
  /**
   * Whether the change was under way when its program was killed, or is under way now: then the file may be inconsistent, and
   * the change has to be undone. Not so where it had not begun or was completed, as the file's superblock tells.
   */
  readonly isNeeded: boolean;
  /** Bytes in the file before the change; `undefined` where the journal is damaged. */
  readonly fileSize: number | undefined;
  /** Bytes of the file that it holds; `undefined` where it is damaged. */
  readonly savedBytes: number | undefined;
}

/** A journal that was found, with what it tells. */
export interface FoundUndo {
  readonly description: UndoDescription;
  /** `undefined` where it is damaged. */
  readonly stored: StoredUndo | undefined;
}

/**
 * The undo journal beside a file, see `beginUndo`. Nothing is written.
 *
 * @returns `undefined` where there is none.
 * @throws Hdf5Error `FILE_NOT_FOUND`, `PERMISSION_DENIED`, `IO`.
 */
export function findUndo(path: string): UndoDescription | undefined {
  return lookForUndo(path)?.description;
}

/** The same with what the journal tells. @throws Hdf5Error */
export function lookForUndo(path: string): FoundUndo | undefined {
  const place = undoPath(path);
  const stored = readUndo(place);
  if (stored === 'none') return undefined;
  try {
    const found = readSuperblock(path);
    if (stored === undefined) {
      const isNeeded = mayBeInconsistent(found);
      const description = { path: place, isNeeded, fileSize: undefined, savedBytes: undefined } as const;
      return { description: { ...description, state: 'damaged' }, stored };
    }
    const isSame = isSameIdentity(stored.identity, undoIdentityOf(statSync(path, { bigint: true })));
    const { fileSize, savedBytes } = stored;
    const state = isSame && isAlike(found, stored) ? 'complete' : 'other-file';
    return { description: { path: place, state, isNeeded: mayBeInconsistent(found), fileSize, savedBytes }, stored };
  } catch (error) {
    throw systemFault(error, path);
  }
}

function readUndo(place: string): StoredUndo | undefined | 'none' {
  try {
    const descriptor = openSync(place, 'r');
    try {
      return decodeUndo(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw systemFault(error, place);
  }
}

/**
 * HDF5 writes the superblock first when it opens a file for a change, and last when it closes it: with the writer's flag, and
 * without. A file in SWMR mode was opened by a program that did not know of the journal, after the change.
 */
function mayBeInconsistent({ superblock, fileSize }: SuperblockOnDisk): boolean {
  if (superblock?.checksumValid !== true || superblock.writer === 'writing') return true;
  return superblock.writer === 'closed' && fileSize < (superblock.endOfFile ?? 0);
}

/** What no change of the structure changes: versions, sizes, base and the address of the root group. */
function isAlike({ superblock, bytes }: SuperblockOnDisk, stored: StoredUndo): boolean {
  // A torn one tells nothing.
  if (superblock?.checksumValid !== true) return true;
  const flagsAt = 11;
  const [addressSize] = bytes.subarray(9);
  const root = 12 + 3 * (addressSize as number);
  const fixed = (image: Uint8Array): Buffer => {
    const parts = [
      image.subarray(0, flagsAt),
      image.subarray(12, 20),
      image.subarray(root, stored.superblock.length - 4),
    ];
    return Buffer.concat(parts);
  };
  return superblock.offset === stored.superblock.offset && fixed(bytes).equals(fixed(stored.superblockBytes));
}

/** @throws Hdf5Error `CORRUPT_FILE`, `FILE_REPLACED` where it cannot be used. */
export function requireUsable(file: string, { description, stored }: FoundUndo): StoredUndo {
  const { state, path } = description;
  if (state === 'complete' && stored !== undefined) return stored;
  if (state === 'other-file') {
    throw new Hdf5Error('FILE_REPLACED', `the undo journal ${path} belongs to another file`, {
      file,
      remedy: 'Put that file back in its place; where it is not needed any more, remove the journal',
    });
  }
  throw damagedUndo(file, path);
}

export function damagedUndo(file: string, journal: string): Hdf5Error {
  return new Hdf5Error('CORRUPT_FILE', `a change of the structure was interrupted, and ${journal} is damaged`, {
    file,
    remedy: 'Copy the file first; then remove the journal and recover what is there',
  });
}
