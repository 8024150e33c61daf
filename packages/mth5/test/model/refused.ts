import { isHdf5Error, type Hdf5Error } from '@h5tail/adapter';

/** The `INVALID_DATA` that a call throws; fails where it returns or throws anything else. */
export function refused(call: () => unknown): Hdf5Error {
  try {
    call();
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'INVALID_DATA') return error;
    throw error;
  }
  throw new Error('It was not refused');
}
