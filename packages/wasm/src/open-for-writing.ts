import { accessSync, constants, existsSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hdf5Error, type OpenOptions } from '@h5tail/adapter';
import { checkFile, parseSuperblock, readWriterState, systemFault } from '@h5tail/local-file';
import type { Library } from './library.js';
import type { SharedFile } from './shared-file.js';

/**
 * Opens or creates the file that this process writes.
 *
 * Always within the bounds of HDF5 1.10: the format that SWMR needs, and that every library from 1.10 on reads.
 */
export async function openForWriting(library: Library, path: string, options: OpenOptions): Promise<SharedFile> {
  const { mode, skeleton, swmr = false } = options;
  if (mode === 'r+') {
    await checkFile(path, options);
    return library.files.addWriter(path, false, () => openExisting(library, path, swmr));
  }
  checkPlaceForNew(path, mode);
  if (skeleton !== undefined) checkSkeleton(path, skeleton);
  return library.files.addWriter(path, true, () => {
    if (skeleton === undefined) return create(library, path, mode);
    place(path, skeleton, mode);
    return openExisting(library, path, false);
  });
}

function checkPlaceForNew(path: string, mode: OpenOptions['mode']): void {
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

/** A skeleton has to be a complete, closed file of the format that we write. */
function checkSkeleton(path: string, skeleton: Uint8Array): void {
  const superblock = parseSuperblock(skeleton);
  const complete = superblock?.checksumValid === true && skeleton.length >= (superblock.endOfFile ?? Infinity);
  if (complete && superblock.version === 3 && superblock.writer === 'closed') return;
  throw new Hdf5Error('INVALID_DATA', 'the skeleton is not a complete HDF5 file with superblock version 3', {
    file: path,
    remedy: "Make it with libver='v110' and close it",
  });
}

/** Puts a file in its place in one step, so that a failure leaves what was there. */
function place(path: string, content: Uint8Array, mode: OpenOptions['mode']): void {
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

function create(library: Library, path: string, mode: OpenOptions['mode']): bigint {
  const access = mode === 'wx' ? library.module.H5F_ACC_EXCL : library.module.H5F_ACC_TRUNC;
  try {
    return open(library, path, access, 'the file cannot be created');
  } catch (error) {
    throw systemReason(path, error);
  }
}

function openExisting(library: Library, path: string, swmr: boolean): bigint {
  const access = swmr ? library.module.ACC_SWMR_APPEND : library.module.H5F_ACC_RDWR;
  return open(library, path, access, 'the file cannot be opened for writing');
}

function open(library: Library, path: string, access: number, what: string): bigint {
  const bounds = library.module.H5F_LIBVER_V110;
  return library.demand({ file: path }, what, (module) => module.open(path, access, false, bounds, bounds));
}

/** HDF5 gives the operating system's reason in its own numbers; asking the system itself gives a clear one. */
function systemReason(path: string, error: unknown): unknown {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    return error; // The system would let us; the reason is another one.
  } catch (reason) {
    return systemFault(reason, path);
  }
}
