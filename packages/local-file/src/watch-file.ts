import { realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileSystemOf } from './file-system.js';

/**
 * Calls `listener` soon after a file changed, also after it was created, deleted or replaced by another one.
 *
 * The folder is watched and not the file: a watch of the file stays with the old one when another takes its name, and
 * says nothing as long as somebody holds the old one open.
 *
 * @returns A function that ends it, or `null` where the operating system cannot tell: in a folder that is missing, on
 * file systems that other machines write to, and when it has no watches left. Then poll.
 */
export function watchFile(path: string, listener: () => void): (() => void) | null {
  const target = realPath(path);
  const name = basename(target);
  const folder = dirname(target);
  if (fileSystemOf(folder).shared) return null;
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false }, (_event, changed) => {
      if (changed === null || changed === name) listener();
    });
  } catch {
    return null;
  }
  // The folder is gone; a poll will find that out.
  watcher.on('error', () => watcher.close());
  return () => watcher.close();
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
