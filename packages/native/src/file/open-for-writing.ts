import { existsSync } from 'node:fs';
import type { OpenOptions } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import { checkPlaceForNew, checkSkeleton, place, systemReason, type SharedFile } from '@h5tail/local-file/objects';
import { constants } from '../c/constants.js';
import type { FileId } from '../c/identifiers.js';
import type { NativeInstance } from '../native-instance.js';
import type { OpenNativeFile } from './open-native-file.js';
import { WriterLock } from './writer-lock.js';

/**
 * Opens or creates the file that this process writes.
 *
 * @throws Hdf5Error what `checkFile` and HDF5 report.
 */
export async function openForWriting(
  instance: NativeInstance,
  path: string,
  options: OpenOptions,
): Promise<SharedFile<OpenNativeFile>> {
  const { mode, skeleton, swmr = false, ignoreLocks = false } = options;
  const { queue } = instance.thread;
  if (mode === 'r+') {
    await checkFile(path, options);
    return queue.run(() =>
      instance.files.addWriter(path, false, () => openExisting(instance, path, swmr, ignoreLocks)),
    );
  }
  checkPlaceForNew(path, mode);
  if (skeleton !== undefined) checkSkeleton(path, skeleton);
  return queue.run(() =>
    instance.files.addWriter(path, true, () => {
      if (skeleton === undefined) return create(instance, path, mode);
      replace(instance, path, skeleton, mode);
      return openExisting(instance, path, false);
    }),
  );
}

/** Puts a skeleton in its place, unless another program writes the file that is there: it would go on in one without a name. */
function replace({ thread }: NativeInstance, path: string, skeleton: Uint8Array, mode: OpenOptions['mode']): void {
  const lock = existsSync(path) ? WriterLock.take(thread.library, path) : undefined;
  try {
    place(path, skeleton, mode);
  } finally {
    lock?.release();
  }
}

function create(instance: NativeInstance, path: string, mode: OpenOptions['mode']): OpenNativeFile {
  const { thread, lists } = instance;
  const flags = mode === 'wx' ? constants.H5F_ACC_EXCL : constants.H5F_ACC_TRUNC;
  const make = (): FileId =>
    thread.library.demand({ file: path }, 'the file cannot be created', (c) =>
      c.H5Fcreate(path, flags, lists.fileCreation, lists.writeAccess),
    );
  try {
    return instance.openForWriting(path, make);
  } catch (error) {
    throw systemReason(path, error);
  }
}

function openExisting(instance: NativeInstance, path: string, swmr: boolean, ignoreLocks = false): OpenNativeFile {
  const { thread, lists } = instance;
  const flags = constants.H5F_ACC_RDWR | (swmr ? constants.H5F_ACC_SWMR_WRITE : 0);
  const open = (): FileId =>
    thread.library.demand({ file: path }, 'the file cannot be opened for writing', (c) =>
      c.H5Fopen(path, flags, lists.writeAccess),
    );
  const file = instance.openForWriting(path, open, ignoreLocks);
  // As HDF5 does: from now on readers may come, and some of them lock.
  if (swmr) file.unlock();
  return file;
}
