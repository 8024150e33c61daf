import { Hdf5Error } from '@h5tail/adapter';
import type { RawSource } from '../reading/raw-source.js';

/**
 * Refuses files whose messages cannot go into one: with different versions, a reader could not tell which message is of
 * which.
 *
 * @throws Hdf5Error `WRONG_VERSION` naming two of them.
 */
export function requireAlike(sources: readonly RawSource[]): void {
  const [first, ...others] = sources;
  if (first === undefined) return;
  for (const other of others) {
    for (const name of ['version', 'ioVersion'] as const) {
      if (other[name] === first[name]) continue;
      const [own, here] = [words(first[name]), words(other[name])];
      const what = name === 'version' ? 'version' : 'io_version';
      throw new Hdf5Error('WRONG_VERSION', `its ${what} is ${here}, and that of ${first.path} is ${own}`, {
        file: other.path,
        object: '/meta',
        remedy: 'Merge only files of the same versions',
      });
    }
  }
}

function words(version: string | null): string {
  return version === null ? 'not told' : `'${version}'`;
}
