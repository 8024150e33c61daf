/**
 * Absolute path of an object: `path` seen from the group `base`, with doubled and trailing slashes removed.
 *
 * HDF5 has no `..`; a single dot stands for the group itself, as in HDF5.
 *
 * @throws TypeError for a path that HDF5 cannot hold: with a zero character, which would end the name early, or with
 * half a surrogate pair.
 */
export function resolveObjectPath(base: string, path: string): string {
  requireName(path);
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

/**
 * Refuses what cannot be a name in an HDF5 file, which keeps names as UTF-8 that ends with a zero.
 *
 * @throws TypeError for text with a zero character or half a surrogate pair.
 */
export function requireName(name: string): void {
  if (/[\0\p{Surrogate}]/u.test(name)) throw new TypeError(`${JSON.stringify(name)} cannot be a name in an HDF5 file`);
}
