import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { inspectFile } from '@h5tail/local-file/recovery';

/**
 * Says of a file that cannot be opened because of another program what that one is: a writer that is alive, one that was killed, or a
 * reader with a lock. Each has another remedy.
 *
 * @returns The error to throw.
 */
export async function lockedBy(path: string, error: unknown, mode: string): Promise<unknown> {
  if (!isHdf5Error(error) || error.code !== 'FILE_LOCKED') return error;
  const { state, writer, writers } = await inspectFile(path);
  const fault = (what: string, remedy: string): Hdf5Error =>
    new Hdf5Error('FILE_LOCKED', what, { file: path, remedy, cause: error });
  if (state === 'live' || state === 'opened') {
    const what = `another program writes the file: ${writers.reason}`;
    const reading = state === 'live' && mode === 'r' ? 'Open it with swmr: true, or wait' : 'Wait';
    return fault(what, `${reading} until its writer closes it; h5tail mth5 add changes the structure through it`);
  }
  if (state === 'writer-gone' || state === 'writer-unknown') {
    return fault(
      'the writer of the file was killed, or cannot be seen from here',
      `h5tail mth5 recover mends it${writer === 'swmr-writing' ? '; reading with SWMR works as it is' : ''}`,
    );
  }
  if (state === 'closed' || state === 'not-swmr') {
    return fault(
      'a program that reads the file has a lock on it',
      'Begin the session before the readers, let them read with locking=False (HDF5_USE_FILE_LOCKING=FALSE), or ignore locks (ignoreLocks)',
    );
  }
  return error;
}
