import { isHdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';

/** SWMR reading opens live and complete files alike. What it refuses may still open without, so that is tried next. */
export async function openForReading(path: string, adapter: Hdf5Adapter, signal: AbortSignal): Promise<Hdf5File> {
  try {
    return await openFile(path, { adapter, mode: 'r', swmr: true, signal });
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'HDF5') throw error;
    return openFile(path, { adapter, mode: 'r', signal });
  }
}
