import { Hdf5Error } from '@h5tail/adapter';

/** The fault of using a session that was closed. */
export function sessionClosed(path: string): Hdf5Error {
  return new Hdf5Error('CLOSED', 'the file was closed', { file: path, remedy: 'Open it again' });
}
