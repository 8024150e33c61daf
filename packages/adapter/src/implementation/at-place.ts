import { Hdf5Error, type Hdf5ErrorContext } from '../errors.js';

/**
 * Runs `work` and tells its coded errors where they happened, if they do not know: what checks data knows nothing of
 * files.
 */
export function atPlace<Result>(place: Pick<Hdf5ErrorContext, 'file' | 'object'>, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Hdf5Error) || error.file !== undefined) throw error;
    const { code, message, remedy, details, cause } = error;
    // The message ends with the remedy, which the new error appends again.
    const statement = remedy === undefined ? message : message.slice(0, -`. ${remedy}`.length);
    throw new Hdf5Error(code, statement, { ...place, remedy, details, cause });
  }
}
