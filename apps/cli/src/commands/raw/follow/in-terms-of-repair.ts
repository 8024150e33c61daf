import { Hdf5Error } from '@h5tail/adapter';

/**
 * The fault of a file that was opened before and is not opened again, with the remedy for raw message files: what mends
 * HDF5 files in general would leave messages without header.
 */
export function inTermsOfRepair(fault: Hdf5Error): Hdf5Error {
  const { code, file, details } = fault;
  if (code !== 'NOT_SWMR_READABLE') return fault;
  return new Hdf5Error(code, 'a writer has the file open and has not started SWMR mode', {
    file,
    details,
    remedy: 'Try again when it has; if no program writes it any more, repair it: h5tail raw repair',
    cause: fault,
  });
}
