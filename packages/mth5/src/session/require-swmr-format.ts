import { Hdf5Error, type Hdf5File } from '@h5tail/adapter';

/**
 * Makes sure that a file can be written in SWMR mode, before anything says that it is.
 *
 * @throws Hdf5Error `NOT_SWMR_WRITABLE`.
 */
export async function requireSwmrFormat(file: Hdf5File): Promise<void> {
  if ((await file.writerState()) !== 'unknown') return;
  throw new Hdf5Error(
    'NOT_SWMR_WRITABLE',
    'the file is of a format before HDF5 1.10, which others cannot read meanwhile',
    {
      file: file.path,
      remedy: 'Record without SWMR, or write it anew: h5repack -j 2 -k 2 OLD NEW, and then h5tail mth5 recover NEW',
    },
  );
}
