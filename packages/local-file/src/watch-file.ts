import { watch, type FSWatcher } from 'node:fs';
import { fileSystemOf } from './file-system.js';

/**
 * Calls `listener` soon after a file changed.
 *
 * @returns A function that ends it, or `null` where the operating system cannot tell: on file systems that other
 * machines write to, and when it has no watches left. Then poll.
 */
export function watchFile(path: string, listener: () => void): (() => void) | null {
  if (fileSystemOf(path).shared) return null;
  let watcher: FSWatcher | undefined;
  let stopped = false;

  const arm = (): boolean => {
    try {
      watcher = watch(path, { persistent: false }, (event) => {
        listener();
        // The name now leads to another file, or to none: the watch hangs on the old one.
        if (event === 'rename' && !stopped) {
          watcher?.close();
          arm();
        }
      });
      watcher.on('error', () => watcher?.close());
      return true;
    } catch {
      return false;
    }
  };

  if (!arm()) return null;
  return () => {
    stopped = true;
    watcher?.close();
  };
}
