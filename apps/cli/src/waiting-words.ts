import type { Hdf5Error } from '@h5tail/adapter';

/** What a command waits for, for its status line, after an attempt to open `path` failed. */
export function waitingWords(path: string, { code }: Hdf5Error): string {
  switch (code) {
    case 'FILE_NOT_FOUND':
      return `waiting for ${path} to appear`;
    case 'NOT_HDF5':
    case 'TRUNCATED_FILE':
      return `waiting for ${path} to be begun by its writer`;
    case 'NOT_SWMR_READABLE':
      return `waiting for the writer of ${path} to start SWMR mode`;
    default:
      return `waiting for the writer of ${path} to finish a change`;
  }
}
