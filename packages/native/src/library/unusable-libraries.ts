import { Hdf5Error } from '@h5tail/adapter';
import { libraryVariable, type ForcedLibrary } from './find-library.js';
import type { LibraryAttempt } from './first-usable.js';
import { installRemedy } from './install-remedy.js';
import type { LibraryHost } from './library-host.js';

/**
 * The error where no library could be used: each one that was tried with its reason, and what to do.
 *
 * @param forced The library that somebody asked for, which is then the only one that was tried.
 */
export function unusableLibraries(
  host: LibraryHost,
  attempts: readonly LibraryAttempt[],
  forced: ForcedLibrary | undefined,
): Hdf5Error {
  if (forced !== undefined) return unusableForced(attempts, forced);
  const statement =
    attempts.length === 0 ? 'no HDF5 library was found' : `no HDF5 library can be used: ${attemptWords(attempts)}`;
  return new Hdf5Error('BACKEND_UNAVAILABLE', statement, { remedy: installRemedy(host, attempts) });
}

function unusableForced(attempts: readonly LibraryAttempt[], { name, by }: ForcedLibrary): Hdf5Error {
  const source = by === 'option' ? 'the library that was asked for' : libraryVariable;
  const reason = attempts.map((attempt) => attempt.reason).join('; ');
  return new Hdf5Error('BACKEND_UNAVAILABLE', `${source}, ${name}, cannot be used: ${reason}`, {
    remedy: `Name the file of an HDF5 library there, or leave it out to take the system's`,
  });
}

/** One part per reason, because most names are simply not there. */
function attemptWords(attempts: readonly LibraryAttempt[]): string {
  const namesOf = new Map<string, string[]>();
  // What is there and cannot be used says more than what is not there.
  const ordered = attempts.toSorted((a, b) => Number(a.kind === 'missing') - Number(b.kind === 'missing'));
  for (const { name, reason } of ordered) namesOf.set(reason, [...(namesOf.get(reason) ?? []), name]);
  return [...namesOf].map(([reason, names]) => `${names.join(', ')}: ${reason}`).join('; ');
}
