import type { Koffi } from './load-koffi.js';

const variable = 'HDF5_USE_FILE_LOCKING';

/**
 * Starts HDF5 so that it locks no file by itself: a reader's lock keeps every writer from opening the file, and the files
 * that HDF5 opens on its own (behind external links, of virtual datasets) would be locked whatever a reader asks for.
 * Writers lock their files here; see `WriterLock`.
 *
 * HDF5 reads the environment variable once, when it starts. Afterwards it is as before, so that programs started from
 * this one are not touched. On Windows the variable of the library's own runtime cannot be reached; there only what this
 * package opens itself is without a lock.
 *
 * @param start Opens the library and starts it.
 */
export function withoutFileLocking<Result>(koffi: Koffi, platform: NodeJS.Platform, start: () => Result): Result {
  if (platform === 'win32') return start();
  const system = koffi.load(null);
  const getenv: (name: string) => string | null = system.func('const char *getenv(const char *name)');
  const setenv: (name: string, value: string, overwrite: number) => number = system.func(
    'int setenv(const char *name, const char *value, int overwrite)',
  );
  const unsetenv: (name: string) => number = system.func('int unsetenv(const char *name)');
  const before = getenv(variable);
  setenv(variable, 'FALSE', 1);
  try {
    return start();
  } finally {
    if (before === null) unsetenv(variable);
    else setenv(variable, before, 1);
  }
}
