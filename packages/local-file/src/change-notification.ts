import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileSystemOf } from './file-system.js';
import { watchFile } from './watch-file.js';

/** Whether a follower is woken by changes at some place, or has to poll. */
export interface ChangeNotification {
  readonly works: boolean;
  /** One sentence for people. */
  readonly reason: string;
}

const patienceMs = 1000;

/**
 * Tries out whether file changes are told at a path: watches a small file in that folder and writes to it.
 *
 * @param path A folder, or a file in the folder to try.
 */
export async function changeNotification(path: string): Promise<ChangeNotification> {
  const fileSystem = fileSystemOf(path);
  if (fileSystem.shared) {
    return { works: false, reason: `${fileSystem.name} does not tell what other machines write: polling is used` };
  }
  const folder = await folderOf(path);
  let trial: string;
  try {
    trial = await mkdtemp(join(folder, '.h5tail-trial-'));
  } catch {
    return { works: true, reason: 'not tried, as the folder cannot be written to; the file system is a local one' };
  }
  try {
    return await tryInFolder(trial);
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

async function folderOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder ? path : dirname(path);
}

async function tryInFolder(folder: string): Promise<ChangeNotification> {
  const file = join(folder, 'trial');
  await writeFile(file, 'before');
  let stop: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  try {
    const told = new Promise<boolean>((resolve) => {
      stop = watchFile(file, () => resolve(true));
      timer = setTimeout(() => resolve(false), stop === null ? 0 : patienceMs);
    });
    await writeFile(file, 'after');
    return (await told)
      ? { works: true, reason: 'a change was told at once' }
      : { works: false, reason: 'a change was not told within a second: polling is used' };
  } finally {
    clearTimeout(timer);
    (stop as (() => void) | null)?.();
  }
}
