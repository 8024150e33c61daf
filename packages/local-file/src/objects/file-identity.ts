import { statSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';

/** Which file it is, whatever its name. */
export interface FileIdentity {
  readonly device: number;
  /** Beyond 2^53 rounded; the time of birth tells such files apart. */
  readonly inode: number;
  /** In milliseconds, exact to less than one microsecond; `undefined` where the file system does not keep it. */
  readonly birthTime: number | undefined;
}

/** A file with the size that it has at this moment. */
export interface FileStatus extends FileIdentity {
  /** Bytes in the file. */
  readonly fileSize: number;
}

const orUndefined = { throwIfNoEntry: false } as const;

/** The file that a name leads to now; `undefined` where there is none. */
export function identityOf(path: string): FileIdentity | undefined {
  return statusOf(path);
}

/** The same, with its size. */
export function statusOf(path: string): FileStatus | undefined {
  const stats = statSync(path, orUndefined);
  if (stats === undefined) return undefined;
  // Where the time of birth is not kept, Node gives 0 or the time of the last change.
  const isKept = stats.birthtimeMs !== 0 && stats.birthtimeMs !== stats.ctimeMs;
  return {
    device: stats.dev,
    inode: stats.ino,
    birthTime: isKept ? stats.birthtimeMs : undefined,
    fileSize: stats.size,
  };
}

/** Whether two names, or one name at two times, lead to the same file. A new file may get the inode of a deleted one. */
export function isSameFile(a: FileIdentity | undefined, b: FileIdentity | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.device !== b.device || a.inode !== b.inode) return false;
  return a.birthTime === undefined || b.birthTime === undefined || a.birthTime === b.birthTime;
}

/**
 * A name that leads to another file now must not pass for the one that was opened.
 *
 * @param opened What the name led to when the user opened it.
 * @param current What it leads to now.
 * @throws Hdf5Error `FILE_REPLACED`.
 */
export function requireSameFile(
  path: string,
  opened: FileIdentity | undefined,
  current: FileIdentity | undefined,
): void {
  if (isSameFile(opened, current)) return;
  throw new Hdf5Error('FILE_REPLACED', 'another file has taken the place of the one that was opened', {
    file: path,
    remedy: 'Open it again to read the new one',
  });
}
