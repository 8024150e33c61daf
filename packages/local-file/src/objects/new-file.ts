import { accessSync, constants, existsSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hdf5Error, type FileMode } from '@h5tail/adapter';
import { readWriterState } from '../read-superblock.js';
import { parseSuperblock } from '../superblock.js';
import { systemFault } from '../system-fault.js';

/**
 * Checks that a file can be created at a path, or replaced where the mode allows that.
 *
 * @throws Hdf5Error `FILE_NOT_FOUND`, `FILE_EXISTS`, `NOT_A_FILE`, `FILE_LOCKED`.
 */
export function checkPlaceForNew(path: string, mode: FileMode): void {
  const present = statSync(path, { throwIfNoEntry: false });
  if (present === undefined) {
    if (statSync(dirname(path), { throwIfNoEntry: false }) !== undefined) return;
    const remedy = 'Create the folder first';
    throw new Hdf5Error('FILE_NOT_FOUND', 'the folder of the new file does not exist', { file: path, remedy });
  }
  if (mode === 'wx') {
    const remedy = "Choose another name, or mode 'w' to replace it";
    throw new Hdf5Error('FILE_EXISTS', 'the file is there already', { file: path, remedy });
  }
  if (!present.isFile()) {
    throw new Hdf5Error('NOT_A_FILE', 'this is not a file', { file: path, remedy: 'Name a file' });
  }
  const writer = readWriterState(path);
  if (writer === 'writing' || writer === 'swmr-writing') {
    throw new Hdf5Error('FILE_LOCKED', 'the file that would be replaced is being written, or its writer was killed', {
      file: path,
      remedy: 'Choose another name; if no program writes it any more, delete it first',
    });
  }
}

/**
 * Checks that a skeleton is a complete, closed file of the format that we write.
 *
 * @param path Path of the file that shall start from it, for the error.
 * @throws Hdf5Error `INVALID_DATA`.
 */
export function checkSkeleton(path: string, skeleton: Uint8Array): void {
  const superblock = parseSuperblock(skeleton);
  const complete = superblock?.checksumValid === true && skeleton.length >= (superblock.endOfFile ?? Infinity);
  if (complete && superblock.version === 3 && superblock.writer === 'closed') return;
  throw new Hdf5Error('INVALID_DATA', 'the skeleton is not a complete HDF5 file with superblock version 3', {
    file: path,
    remedy: "Make it with libver='v110' and close it",
  });
}

/**
 * Puts a file in its place in one step, so that a failure leaves what was there.
 *
 * @throws Hdf5Error `FILE_EXISTS` with mode `wx` where the name is taken, and what the operating system reports.
 */
export function place(path: string, content: Uint8Array, mode: FileMode): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeFileSync(draft, content);
    // A link fails where the name is taken, a rename replaces.
    if (mode === 'wx') linkSync(draft, path);
    else renameSync(draft, path);
  } catch (error) {
    throw systemFault(error, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The reason why a file could not be created. HDF5 gives the operating system's reason in its own numbers; asking the
 * system itself gives a clear one.
 *
 * @param error What HDF5 said; returned where the system would allow it, so that the reason is another one.
 */
export function systemReason(path: string, error: unknown): unknown {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    return error;
  } catch (reason) {
    return systemFault(reason, path);
  }
}
