import { posix, win32 } from 'node:path';
import type { LibraryHost } from './library-host.js';
import { linuxFolders, linuxSonames } from './linux-libraries.js';

/** The environment variable that names the library to use. */
export const libraryVariable = 'H5TAIL_LIBHDF5';

/** A library that somebody asked for. No other one takes its place. */
export interface ForcedLibrary {
  readonly name: string;
  /** Who asked: the application, or the environment variable. */
  readonly by: 'option' | 'variable';
}

/**
 * The library that the application or the environment names; the application wins. An empty name is none.
 *
 * @param library Option of the application.
 */
export function forcedLibrary(host: LibraryHost, library?: string): ForcedLibrary | undefined {
  if (library) return { name: library, by: 'option' };
  const name = host.env[libraryVariable];
  return name ? { name, by: 'variable' } : undefined;
}

/**
 * What to open where nobody names a library, the best one first: paths, and on Linux sonames, which the system looks up
 * itself. The environment of conda comes first, because who activates one wants its library.
 */
export function libraryCandidates(host: LibraryHost): string[] {
  const candidates = [...condaLibraries(host), ...systemLibraries(host)];
  return [...new Set(candidates)];
}

function condaLibraries(host: LibraryHost): string[] {
  const prefix = host.env['CONDA_PREFIX'];
  if (!prefix) return [];
  if (host.platform === 'win32') return dllsIn(host, win32.join(prefix, 'Library', 'bin'));
  return sharedLibrariesIn(host, posix.join(prefix, 'lib'));
}

function systemLibraries(host: LibraryHost): string[] {
  switch (host.platform) {
    case 'win32':
      return [...pathFolders(host), ...installerFolders(host)].flatMap((folder) => dllsIn(host, folder));
    case 'darwin':
      return macFolders.flatMap((folder) => sharedLibrariesIn(host, folder));
    default:
      // The folders last: for sonames that did not exist yet when this list was made.
      return [...linuxSonames, ...linuxFolders(host.arch).flatMap((folder) => sharedLibrariesIn(host, folder))];
  }
}

/**
 * Homebrew on Apple silicon and on Intel, each also where its links are missing, and MacPorts. No bare name: the loader
 * would look for it in the working directory, among the user's data.
 */
const macFolders = [
  '/opt/homebrew/lib',
  '/opt/homebrew/opt/hdf5/lib',
  '/usr/local/lib',
  '/usr/local/opt/hdf5/lib',
  '/opt/local/lib',
] as const;

/** The folders of PATH, by hand and not by a bare name, for the same reason as on macOS. */
function pathFolders({ env }: LibraryHost): string[] {
  // In the environment of a process names of variables keep the case in which they were set.
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  return path.split(win32.delimiter).filter((folder) => win32.isAbsolute(folder));
}

/** Where HDF5's own installer puts its versions, the newest first. */
function installerFolders(host: LibraryHost): string[] {
  const versions = win32.join(host.env['ProgramFiles'] ?? 'C:\\Program Files', 'HDF_Group', 'HDF5');
  return newestFirst(host.namesIn(versions)).map((version) => win32.join(versions, version, 'bin'));
}

function dllsIn(host: LibraryHost, folder: string): string[] {
  const names = host.namesIn(folder).filter((name) => name.toLowerCase() === 'hdf5.dll');
  return names.map((name) => win32.join(folder, name));
}

/** The HDF5 libraries of a folder. Those named as programs ask for them are enough: the others are links to them. */
function sharedLibrariesIn(host: LibraryHost, folder: string): string[] {
  const isMac = host.platform === 'darwin';
  const pattern = isMac ? /^libhdf5(\.\d+)*\.dylib$/ : /^libhdf5(_serial)?\.so(\.\d+)*$/;
  const names = newestFirst(host.namesIn(folder).filter((name) => pattern.test(name)));
  const asked = names.filter((name) => (isMac ? name === 'libhdf5.dylib' : /\.so\.\d+$/.test(name)));
  return (asked.length > 0 ? asked : names).map((name) => posix.join(folder, name));
}

/** By the numbers in the names, highest first. */
function newestFirst(names: readonly string[]): string[] {
  return names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}
