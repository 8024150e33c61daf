import { isOlder, oldestVersion, versionText, type LibraryVersion } from './library-version.js';
import { loaderWords } from './loader-words.js';

/** A library that was tried in vain. */
export interface LibraryAttempt {
  readonly name: string;
  /** In words for users. */
  readonly reason: string;
  readonly kind: 'missing' | 'too-old' | 'unusable';
}

/** The first library that can be used, if there is one, and those that were tried before it. */
export interface Search<Library> {
  readonly library: Library | undefined;
  readonly attempts: readonly LibraryAttempt[];
}

/**
 * Tries libraries until one can be used.
 *
 * @param names In the order of trying.
 * @param probe Opens a library and asks for its version; throws the system's words.
 */
export function firstUsable<Library extends { readonly version: LibraryVersion }>(
  names: readonly string[],
  probe: (name: string) => Library,
): Search<Library> {
  const attempts: LibraryAttempt[] = [];
  for (const name of names) {
    try {
      const library = probe(name);
      if (!isOlder(library.version, oldestVersion)) return { library, attempts };
      attempts.push({ name, reason: tooOld(library.version), kind: 'too-old' });
    } catch (error) {
      const { reason, isMissing } = loaderWords(name, error instanceof Error ? error.message : String(error));
      attempts.push({ name, reason, kind: isMissing ? 'missing' : 'unusable' });
    }
  }
  return { library: undefined, attempts };
}

function tooOld(version: LibraryVersion): string {
  return `HDF5 ${versionText(version)} is too old, ${versionText(oldestVersion)} or newer is needed`;
}
