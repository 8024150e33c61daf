import { closeSync, openSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';
import { closedSuperblock } from './closed-superblock.js';
import type { KnownSuperblock } from './read-known-superblock.js';
import type { StoredChange } from './stored-change.js';
import { extensionChange } from './superblock-extension.js';

/**
 * What has to be written to a file whose writer died, in this order: as long as the superblock is as it was, the file still
 * says that it was not closed.
 *
 * @param end Where the file is to end, as a byte count from its beginning.
 * @throws Hdf5Error `CORRUPT_FILE`, `UNSUPPORTED`.
 */
export function planRecovery(path: string, { superblock, bytes }: KnownSuperblock, end: number): StoredChange[] {
  const after = closedSuperblock(bytes, superblock, end);
  if (after === undefined) {
    throw new Hdf5Error('UNSUPPORTED', 'files whose addresses have other than 8 bytes cannot be recovered here', {
      file: path,
      remedy: 'Copy it first and try h5clear on the copy; nothing was written',
    });
  }
  const before = Uint8Array.from(bytes);
  const closed: StoredChange = { what: 'superblock', offset: superblock.offset, before, after };
  const extension = reading(path, (descriptor) => extensionChange(descriptor, bytes, path));
  return extension === undefined ? [closed] : [extension, closed];
}

function reading<Answer>(path: string, work: (descriptor: number) => Answer): Answer {
  try {
    const descriptor = openSync(path, 'r');
    try {
      return work(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}
