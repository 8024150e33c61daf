import type { BackendVersion } from '@h5tail/adapter';
import { versionText } from './library-version.js';
import type { LoadedLibrary } from './load-library.js';

/** Version of HDF5, which library it is, and whether its functions may be called from several threads. */
export function backendVersion({ koffi, name, version, threadSafe }: LoadedLibrary): BackendVersion {
  const threads = threadSafe ? 'thread-safe' : 'not thread-safe';
  return { hdf5: versionText(version), implementation: `${name} (${threads}) through koffi ${koffi.version}` };
}
