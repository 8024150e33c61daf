import { resolveObjectPath } from '@h5tail/adapter';
import { linkedFile } from './linked-file.js';
import type { ObjectAccess } from './object-access.js';

const mostLinks = 16;

/**
 * The file that a path ends in, through external links from file to file. Where a file on the way cannot be opened, or
 * there are too many links, it is the last file that is known.
 */
export function holdingFile(access: ObjectAccess, path: string): string {
  return follow(access, path, mostLinks);
}

function follow(access: ObjectAccess, path: string, mostLinksHere: number): string {
  let rest = namesIn(path);
  let at = '/';
  for (let linksLeft = mostLinksHere; rest.length > 0 && linksLeft > 0;) {
    const next = resolveObjectPath(at, rest[0] as string);
    const link = access.linkAt(next);
    rest = rest.slice(1);
    if (link.type === 'hard') at = next;
    else {
      linksLeft--;
      if (link.type === 'external') {
        const file = linkedFile(access.file, link.file);
        return followInto(access, file, [...namesIn(link.target), ...rest].join('/'), linksLeft);
      }
      rest = [...namesIn(resolveObjectPath(at, link.target)), ...rest];
      at = '/';
    }
  }
  return access.file;
}

function followInto(access: ObjectAccess, file: string, path: string, linksLeft: number): string {
  let opened = false;
  try {
    return access.withOtherFile(file, (other) => {
      opened = true;
      return follow(other, path, linksLeft);
    });
  } catch (error) {
    if (opened) throw error;
    return file;
  }
}

function namesIn(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
