import { closeSync, openSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '../system-fault.js';
import type { WriterSearch } from './find-writers.js';

/** What the caller knows of the writer. */
export interface WriterKnowledge {
  /** The caller knows that the writer is gone, where that cannot be found out. One that is found counts all the same. */
  readonly writerIsGone?: boolean;
}

/** @throws Hdf5Error `FILE_LOCKED` where a program writes the file, or may. */
export function requireNoWriter(
  path: string,
  { certainty, reason }: WriterSearch,
  { writerIsGone }: WriterKnowledge,
): void {
  if (certainty === 'alive') {
    throw new Hdf5Error('FILE_LOCKED', `the file is being written: ${reason}`, {
      file: path,
      remedy: 'Wait until its writer closes it',
    });
  }
  if (certainty === 'unknown' && writerIsGone !== true) {
    throw new Hdf5Error('FILE_LOCKED', `whether its writer is gone is not known: ${reason}`, {
      file: path,
      remedy: 'Where no program writes it, on any machine, say so with writerIsGone: true',
    });
  }
}

/** @throws Hdf5Error `PERMISSION_DENIED` and what else keeps a file from being written. */
export function requireWritable(path: string): void {
  try {
    // Not `access`, which asks for the real user and not for the one who will write.
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    throw systemFault(error, path);
  }
}
