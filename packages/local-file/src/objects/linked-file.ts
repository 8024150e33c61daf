import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';

/**
 * Path of a file that another one names in an external link or a virtual dataset, looked for where HDF5 looks: as it
 * stands if it is absolute, beside the naming file, in the working directory; of an absolute name that leads nowhere
 * the last part.
 *
 * @param from Path of the file that names it.
 * @returns The first that exists; where none does, the place beside the naming file.
 */
export function linkedFile(from: string, name: string): string {
  const relative = isAbsolute(name) ? basename(name) : name;
  const beside = resolve(dirname(from), relative);
  const candidates = [
    ...(isAbsolute(name) ? [name] : []),
    resolve(dirname(realPath(from)), relative),
    beside,
    resolve(relative),
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? (isAbsolute(name) ? name : beside);
}

/**
 * The files that a source name of a virtual dataset stands for: `%b` counts the blocks of an endless mapping, `.` is
 * the file itself.
 */
export function sourceFiles(from: string, name: string): string[] {
  if (name === '.') return [from];
  if (!name.includes('%b')) return [linkedFile(from, name.replaceAll('%%', '%'))];
  const files: string[] = [];
  for (let block = 0; ; block++) {
    const file = linkedFile(from, name.replaceAll('%b', String(block)).replaceAll('%%', '%'));
    // The first is named even where it is missing: its writer may not have begun.
    if (block > 0 && !existsSync(file)) return files;
    files.push(file);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
