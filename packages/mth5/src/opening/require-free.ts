import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { undoChange, undoPath } from '@h5tail/local-file/recovery';
import { isHeard } from '../owner/listen-at.js';
import { requireOwnFolder, socketPlace } from '../owner/socket-place.js';

/**
 * Makes sure that no session answers for a file. While one changes the structure, the file is closed for moments, and who took it then
 * would end that session.
 *
 * @throws Hdf5Error `FILE_LOCKED`.
 */
export async function requireNoSession(path: string): Promise<void> {
  if (!(await isServed(path))) return;
  throw new Hdf5Error('FILE_LOCKED', 'another program records into the file', {
    file: resolve(path),
    remedy: 'Wait until its writer closes it; h5tail mth5 add changes the structure through it',
  });
}

/**
 * Makes sure that a file can be opened for writing: that no session has it, and that none has left a journal which would undo what is
 * written now.
 *
 * @throws Hdf5Error `FILE_LOCKED`.
 */
export async function requireFree(path: string): Promise<void> {
  await requireNoSession(path);
  if (!existsSync(undoPath(path))) return;
  if ((await undoChange(path, { dryRun: true })) === 'undone') {
    throw new Hdf5Error('FILE_LOCKED', 'the writer of the file was killed while it changed the structure', {
      file: resolve(path),
      remedy: 'h5tail mth5 recover mends it',
    });
  }
  await undoChange(path);
}

async function isServed(path: string): Promise<boolean> {
  try {
    const place = socketPlace(path);
    return requireOwnFolder(place) && (await isHeard(place));
  } catch (error) {
    // Where others could pretend to be a session, nobody is asked.
    if (isHdf5Error(error) && (error.code === 'PERMISSION_DENIED' || error.code === 'FILE_NOT_FOUND')) return false;
    throw error;
  }
}
