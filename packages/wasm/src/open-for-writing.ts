import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hdf5Error, type OpenOptions } from '@h5tail/adapter';
import { checkFile, readWriterState, systemFault } from '@h5tail/local-file';
import type { Library } from './library.js';
import type { SharedFile } from './open-files.js';

/**
 * Opens or creates the file that this process writes.
 *
 * Always within the bounds of HDF5 1.10: the format that SWMR needs, and that every library from 1.10 on reads.
 */
export async function openForWriting(library: Library, path: string, options: OpenOptions): Promise<SharedFile> {
  const creates = options.mode === 'w' || options.mode === 'wx';
  const exists = statSync(path, { throwIfNoEntry: false }) !== undefined;
  if (creates) checkPlaceForNew(path, options.mode, exists);
  if (exists && library.files.find(path)?.isUsed === true) checkOwnUse(library, path, creates);
  if (creates && options.skeleton === undefined) {
    return library.files.addWriter(path, create(library, path, options.mode));
  }
  if (options.skeleton !== undefined) {
    try {
      writeFileSync(path, options.skeleton, { flag: options.mode === 'wx' ? 'wx' : 'w' });
    } catch (error) {
      throw systemFault(error, path);
    }
  }
  await checkFile(path, { mode: 'r+', swmr: options.swmr ?? false });
  return library.files.addWriter(path, openExisting(library, path, options.swmr ?? false));
}

function checkPlaceForNew(path: string, mode: OpenOptions['mode'], exists: boolean): void {
  if (!exists) {
    if (statSync(dirname(path), { throwIfNoEntry: false }) === undefined) {
      const remedy = 'Create the folder first';
      throw new Hdf5Error('FILE_NOT_FOUND', 'the folder of the new file does not exist', { file: path, remedy });
    }
    return;
  }
  if (mode === 'wx') {
    const remedy = "Choose another name, or mode 'w' to replace it";
    throw new Hdf5Error('FILE_EXISTS', 'the file is there already', { file: path, remedy });
  }
  if (!statSync(path).isFile()) {
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

function checkOwnUse(library: Library, path: string, creates: boolean): void {
  if (creates || library.files.find(path)?.isWritten === true) {
    const remedy = 'Close it first';
    throw new Hdf5Error('FILE_LOCKED', 'this process has the file open', { file: path, remedy });
  }
  // HDF5 does not let one process open a file for writing while it has it open for reading; ours reopen by themselves.
  library.files.closeReaders();
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
    writeFileSync(path, '', { flag: 'a' });
    return error; // The system would let us; the reason is HDF5's own.
  } catch (reason) {
    return systemFault(reason, path);
  }
}
