import { Hdf5Error } from '@h5tail/adapter';

/** How to read a file that may be in the middle of a change. */
export interface ReadWhileWritten<Result> {
  readonly attempt: () => Promise<Result>;
  /** Lets the next attempt read the file anew. */
  readonly refresh: () => void | Promise<void>;
  /** Whether the writer is still at it; asked after the second failure. */
  readonly isWritten: () => Promise<boolean>;
}

/**
 * Reads a file that is being written. What makes no sense there may just have been in the middle of a change: it is then
 * read once more after a refresh, and if it still makes no sense and the writer is still at it, the fault is a transient
 * one.
 *
 * @throws Hdf5Error `TRANSIENT_READ` (retryable), and what else the attempts throw.
 */
export async function readWhileWritten<Result>(read: ReadWhileWritten<Result>): Promise<Result> {
  try {
    return await read.attempt();
  } catch (error) {
    if (!mayBeTransient(error)) throw error;
  }
  await read.refresh();
  try {
    return await read.attempt();
  } catch (error) {
    throw mayBeTransient(error) && (await read.isWritten()) ? transient(error) : error;
  }
}

/** The retryable fault that stands for one that a writer's change may have caused. */
export function transient(error: Hdf5Error): Hdf5Error {
  return new Hdf5Error('TRANSIENT_READ', 'the file could not be read while it is being written', {
    file: error.file,
    object: error.object,
    remedy: 'Refresh and try again',
    details: error.details,
    cause: error,
  });
}

/** Whether HDF5 itself (not our checks) found something that makes no sense. */
export function mayBeTransient(error: unknown): error is Hdf5Error {
  if (!(error instanceof Hdf5Error) || error.details.length === 0) return false;
  return error.code === 'CORRUPT_FILE' || error.code === 'IO' || error.code === 'HDF5';
}
