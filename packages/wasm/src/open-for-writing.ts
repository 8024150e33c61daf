import type { OpenOptions } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import { checkPlaceForNew, checkSkeleton, place, systemReason, type SharedFile } from '@h5tail/local-file/objects';
import type { Library } from './library.js';

/**
 * Opens or creates the file that this process writes.
 *
 * Always within the bounds of HDF5 1.10: the format that SWMR needs, and that every library from 1.10 on reads.
 */
export async function openForWriting(
  library: Library,
  path: string,
  options: OpenOptions,
): Promise<SharedFile<bigint>> {
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
