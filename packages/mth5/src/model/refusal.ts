import { Hdf5Error } from '@h5tail/adapter';

/** Where a value comes from or goes to, for the message of an error. */
export interface Where {
  /** Path of the file. */
  readonly file?: string | undefined;
  /** The object that it is about: its path in the file, or its ids with slashes between them. */
  readonly object?: string | undefined;
}

/** The error for a value that an MTH5 file cannot hold, or that makes no sense in one. */
export function refusal(message: string, remedy: string, where: Where = {}): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', message, { file: where.file, object: where.object, remedy });
}
