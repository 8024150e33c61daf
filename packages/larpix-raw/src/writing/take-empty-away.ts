import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { systemFault } from '@h5tail/local-file';

/**
 * Takes an empty file away, so that one can be created in its place: of several programs that come at the same time only one
 * then creates it. A file that somebody has begun meanwhile is put back.
 *
 * @throws Hdf5Error what the operating system reports.
 */
export function takeEmptyAway(path: string): void {
  const aside = `${path}.${randomUUID()}.empty`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw systemFault(error, path);
  }
  try {
    if (statSync(aside).size > 0) linkSync(aside, path);
    rmSync(aside);
  } catch (error) {
    throw systemFault(error, path);
  }
}
