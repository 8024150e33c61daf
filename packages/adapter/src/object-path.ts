/**
 * Absolute path of an object: `path` seen from the group `base`, with doubled and trailing slashes removed.
 *
 * HDF5 has no `..`; a single dot stands for the group itself, as in HDF5.
 */
export function resolveObjectPath(base: string, path: string): string {
  const joined = path.startsWith('/') ? path : `${base}/${path}`;
  return `/${joined
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
}

/** Path of the group that holds the object; the root's parent is the root. */
export function parentObjectPath(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** Last part of an object's path; empty for the root. */
export function objectName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
