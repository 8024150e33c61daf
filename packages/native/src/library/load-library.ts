import { firstUsable } from './first-usable.js';
import { forcedLibrary, libraryCandidates } from './find-library.js';
import { thisHost, type LibraryHost } from './library-host.js';
import { loadKoffi, type Koffi } from './load-koffi.js';
import { libraryOpener } from './pin-library.js';
import { probeLibrary, type ProbedLibrary } from './probe-library.js';
import { unusableLibraries } from './unusable-libraries.js';
import { withoutFileLocking } from './without-file-locking.js';

/** An HDF5 library that is ready to be called in this thread. It stays loaded for the rest of the process. */
export interface LoadedLibrary extends ProbedLibrary {
  readonly koffi: Koffi;
}

const loads = new Map<string, Promise<LoadedLibrary>>();

/**
 * Loads HDF5, once per thread and name.
 *
 * @param library Path or soname; the only one that is tried. Without it the environment variable `H5TAIL_LIBHDF5` names
 *   the only one, and without that the first one that can be used is taken.
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`, which says what was tried. A later call tries again.
 */
export function loadLibrary(library?: string): Promise<LoadedLibrary> {
  const name = forcedLibrary(thisHost, library)?.name ?? '';
  let loading = loads.get(name);
  if (loading === undefined) {
    loading = loadOnHost(thisHost, library).catch((error: unknown) => {
      loads.delete(name);
      throw error;
    });
    loads.set(name, loading);
  }
  return loading;
}

async function loadOnHost(host: LibraryHost, library: string | undefined): Promise<LoadedLibrary> {
  const koffi = await loadKoffi();
  const open = libraryOpener(koffi, host.platform);
  const forced = forcedLibrary(host, library);
  const names = forced === undefined ? libraryCandidates(host) : [forced.name];
  const found = withoutFileLocking(koffi, host.platform, () => firstUsable(names, (name) => probeLibrary(open, name)));
  if (found.library === undefined) throw unusableLibraries(host, found.attempts, forced);
  return { koffi, ...found.library };
}
