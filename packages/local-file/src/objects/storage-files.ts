import type { WriterState } from '@h5tail/adapter';
import { readSuperblock, readWriterState } from '../read-superblock.js';
import { holdingFile } from './holding-file.js';
import { sourceFiles } from './linked-file.js';
import type { ObjectAccess } from './object-access.js';

/**
 * The files that hold the elements of a dataset: that of its path, or the target of an external link on the way, and
 * the sources of a virtual dataset.
 *
 * Data acquisition often writes one small master file, closes it, and goes on writing the files it leads to.
 *
 * @param sourceNames File names of the virtual dataset's sources, as stored; none for another dataset.
 */
export function storageFiles(access: ObjectAccess, path: string, sourceNames: readonly string[]): string[] {
  const holder = holdingFile(access, path);
  return [...new Set([holder, ...sourceNames.flatMap((name) => sourceFiles(holder, name))])];
}

/** Those of the files that nobody can read at this moment, in SWMR mode or otherwise. */
export function unreadableFiles(files: readonly string[]): string[] {
  return files.filter((file) => {
    try {
      const { superblock } = readSuperblock(file);
      return superblock === undefined || superblock.writer === 'writing';
    } catch {
      return true;
    }
  });
}

/** What several files together say of their writers: closed only if all of them are. */
export function commonWriterState(files: readonly string[]): WriterState {
  const states = files.map(readWriterState);
  for (const state of ['swmr-writing', 'writing', 'unknown'] as const) if (states.includes(state)) return state;
  return 'closed';
}
