import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { resolveObjectPath, type WriterState } from '@h5tail/adapter';
import { readWriterState } from '@h5tail/local-file';
import type { H5wasmMetadata } from './h5wasm-functions.js';
import type { OpenHandle } from './open-handle.js';

const mostLinks = 16;

/**
 * The files that hold the elements of a dataset: that of its path, or the target of an external link on the way, and
 * the sources of a virtual dataset.
 *
 * Data acquisition often writes one small master file, closes it, and goes on writing the files it leads to.
 */
export function storageFiles(handle: OpenHandle, id: bigint, path: string, metadata: H5wasmMetadata): string[] {
  const holder = holdingFile(handle, id, path);
  const sources = (metadata.virtual_sources ?? []).map(({ file_name: name }) => name);
  return [...new Set([holder, ...sources.map((name) => (name === '.' ? holder : linkedFile(holder, name)))])];
}

/** Path of a file that another one names: beside it, or as seen from the working directory. Same order as HDF5. */
export function linkedFile(from: string, name: string): string {
  if (isAbsolute(name)) return name;
  const beside = resolve(dirname(from), name);
  return existsSync(beside) ? beside : existsSync(name) ? resolve(name) : beside;
}

/** What several files together say of their writers: closed only if all of them are. */
export function commonWriterState(files: readonly string[]): WriterState {
  const states = files.map(readWriterState);
  for (const state of ['swmr-writing', 'writing', 'unknown'] as const) if (states.includes(state)) return state;
  return 'closed';
}

/** The file that a path ends in; what lies beyond the first external link is not looked at. */
function holdingFile(handle: OpenHandle, id: bigint, path: string): string {
  let rest = path.split('/').filter((part) => part !== '');
  let at = '/';
  for (let links = 0; rest.length > 0 && links < mostLinks;) {
    const next = resolveObjectPath(at, rest[0] as string);
    const link = handle.linkAt(id, next);
    if (link.type === 'external') return linkedFile(handle.path, link.file);
    rest = rest.slice(1);
    if (link.type === 'hard') at = next;
    else {
      links++;
      const target = resolveObjectPath(at, link.target);
      rest = [...target.split('/').filter((part) => part !== ''), ...rest];
      at = '/';
    }
  }
  return handle.path;
}
