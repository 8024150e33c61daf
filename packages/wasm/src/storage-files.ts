import { resolveObjectPath, type WriterState } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import type { H5wasmMetadata } from './h5wasm-functions.js';
import { linkedFile, sourceFiles } from './linked-file.js';
import { linkAt, type ObjectSpace } from './resolve-object.js';

const mostLinks = 16;

/**
 * The files that hold the elements of a dataset: that of its path, or the target of an external link on the way, and
 * the sources of a virtual dataset.
 *
 * Data acquisition often writes one small master file, closes it, and goes on writing the files it leads to.
 */
export function storageFiles(space: ObjectSpace, path: string, metadata: H5wasmMetadata): string[] {
  const holder = holdingFile(space, path);
  const sources = (metadata.virtual_sources ?? []).flatMap(({ file_name: name }) => sourceFiles(holder, name));
  return [...new Set([holder, ...sources])];
}

/** What several files together say of their writers: closed only if all of them are. */
export function commonWriterState(files: readonly string[]): WriterState {
  const states = files.map(readWriterState);
  for (const state of ['swmr-writing', 'writing', 'unknown'] as const) if (states.includes(state)) return state;
  return 'closed';
}

/**
 * The file that a path ends in, through external links from file to file. Where a file on the way cannot be opened, or
 * there are too many links, it is the last file that is known.
 */
export function holdingFile(space: ObjectSpace, path: string, mostLinksHere = mostLinks): string {
  let rest = namesIn(path);
  let at = '/';
  for (let linksLeft = mostLinksHere; rest.length > 0 && linksLeft > 0;) {
    const next = resolveObjectPath(at, rest[0] as string);
    const link = linkAt(space, next);
    rest = rest.slice(1);
    if (link.type === 'hard') at = next;
    else {
      linksLeft--;
      if (link.type === 'external') {
        const file = linkedFile(space.file, link.file);
        return holdingFileBehind(space, file, [...namesIn(link.target), ...rest].join('/'), linksLeft);
      }
      rest = [...namesIn(resolveObjectPath(at, link.target)), ...rest];
      at = '/';
    }
  }
  return space.file;
}

function holdingFileBehind({ library }: ObjectSpace, file: string, path: string, linksLeft: number): string {
  let id: bigint;
  try {
    id = library.files.openForReading(file);
  } catch {
    return file;
  }
  try {
    return holdingFile({ library, id, file }, path, linksLeft);
  } finally {
    library.ask((module) => module.close_file(id));
  }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
