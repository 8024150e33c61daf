import { realpathSync } from 'node:fs';

/**
 * Where the undo journal of a file is: beside the file, also where the name given is a symbolic link to it.
 */
export function undoPath(path: string): string {
  let real = path;
  try {
    real = realpathSync(path);
  } catch {
    // What keeps the file from being found, whoever opens it will say.
  }
  return `${real}.h5tail-undo`;
}

/** The name of a journal that is not complete yet. */
export function undoDraftPath(path: string): string {
  return `${undoPath(path)}.new`;
}
