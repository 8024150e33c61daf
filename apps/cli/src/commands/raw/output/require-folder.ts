import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';

/**
 * Refuses a new file in a folder that is not there, which else would read as if the file itself had to be there.
 *
 * @throws Hdf5Error `FILE_NOT_FOUND` for the folder; `PERMISSION_DENIED`, … where it cannot be looked at.
 */
export function requireFolder(path: string): void {
  const folder = dirname(path);
  if (isThere(folder)) return;
  throw new Hdf5Error('FILE_NOT_FOUND', 'there is no such folder', {
    file: folder,
    remedy: 'Make it first, or choose another one',
  });
}

function isThere(folder: string): boolean {
  try {
    return statSync(folder, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw systemFault(error, folder);
  }
}
