import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';
import type { StoredChange } from './stored-change.js';

/**
 * Writes changes to a file, each in one piece and on the disk before the next, and reads them again.
 *
 * @param fileSize What the changes were made for.
 * @param newSize To how many bytes the file is extended first, with a hole of zeros; it is never cut. Default: as it is.
 * @throws Hdf5Error `FILE_LOCKED` where the file is not as it was any more, and nothing was written; `PERMISSION_DENIED`,
 * `NO_SPACE`, `IO`.
 */
export function writeChanges(
  path: string,
  changes: readonly StoredChange[],
  fileSize: number,
  newSize = fileSize,
): void {
  try {
    const descriptor = openSync(path, 'r+');
    try {
      const isAsBefore = changes.every(({ before, offset }) => isStored(descriptor, before, offset));
      if (!isAsBefore || fstatSync(descriptor).size !== fileSize) {
        throw new Hdf5Error('FILE_LOCKED', 'the file changed while it was looked at, so somebody writes it', {
          file: path,
          remedy: 'Wait until its writer closes it',
        });
      }
      if (newSize > fileSize) extend(descriptor, newSize);
      for (const change of changes) write(descriptor, change, path);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}

function extend(descriptor: number, size: number): void {
  ftruncateSync(descriptor, size);
  fsyncSync(descriptor);
}

function write(descriptor: number, { after, offset }: StoredChange, path: string): void {
  const written = writeSync(descriptor, after, 0, after.length, offset);
  fsyncSync(descriptor);
  if (written === after.length && isStored(descriptor, after, offset)) return;
  throw new Hdf5Error('IO', 'what was written is not what is read', { file: path, remedy: 'Check the disk' });
}

function isStored(descriptor: number, bytes: Uint8Array, offset: number): boolean {
  const stored = Buffer.alloc(bytes.length);
  return readSync(descriptor, stored, 0, stored.length, offset) === bytes.length && stored.equals(bytes);
}
