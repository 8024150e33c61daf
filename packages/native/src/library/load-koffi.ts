import { Hdf5Error } from '@h5tail/adapter';

/** The module that calls C functions. */
export type Koffi = typeof import('koffi');

/**
 * Loads koffi, which is a binary for each platform, so it may be missing.
 *
 * @param load Other than the usual one, for tests.
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export async function loadKoffi(load: () => Promise<Koffi> = () => import('koffi')): Promise<Koffi> {
  try {
    return await load();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Hdf5Error('BACKEND_UNAVAILABLE', `koffi, which calls the HDF5 library, could not be loaded: ${reason}`, {
      remedy:
        `Install @h5tail/native again, with optional dependencies (npm install --include=optional) and on this ` +
        `platform (${process.platform} ${process.arch}): koffi comes as a binary for each`,
      cause: error,
    });
  }
}
