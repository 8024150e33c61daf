import { Hdf5Error } from '@h5tail/adapter';

/**
 * A fault about a file's writer with the remedy for raw message files: what mends HDF5 files in general would leave messages
 * without header, or the other way round. Any other fault is returned as it is.
 */
export function inTermsOfRepair(cause: Hdf5Error): Hdf5Error {
  const { code, file, details } = cause;
  const place = { file, details, cause };
  const repair = 'if no program writes it any more, repair it: h5tail raw repair';
  switch (code) {
    case 'NOT_SWMR_READABLE':
      return new Hdf5Error(code, 'a writer has the file open and has not started SWMR mode', {
        ...place,
        remedy: `Try again when it has; ${repair}`,
      });
    case 'FILE_LOCKED':
      return new Hdf5Error(code, 'another program writes the file, or was killed while it did', {
        ...place,
        remedy: `Wait until it is closed; ${repair}`,
      });
    default:
      return cause;
  }
}
