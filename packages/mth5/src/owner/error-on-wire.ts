import { Hdf5Error, isHdf5Error, type ErrorCode } from '@h5tail/adapter';

/** An error as one process tells it to another. */
export interface ErrorOnWire {
  readonly code: string;
  /** Without file, object and remedy. */
  readonly message: string;
  readonly file?: string;
  readonly object?: string;
  readonly remedy?: string;
}

/** @param file The file that it is about, for errors that do not say it. */
export function errorToWire(error: unknown, file: string): ErrorOnWire {
  if (!isHdf5Error(error)) {
    // A mistake of who asked is one of the values here, as the values came from there.
    const isOfValues = error instanceof RangeError || error instanceof TypeError;
    const message = error instanceof Error ? error.message : String(error);
    return { code: isOfValues ? 'INVALID_DATA' : 'HDF5', message, file };
  }
  const { code, object, remedy } = error;
  return {
    code,
    message: statementOf(error),
    file: error.file ?? file,
    ...(object !== undefined && { object }),
    ...(remedy !== undefined && { remedy }),
  };
}

/** The same error, as far as it was told. */
export function errorFromWire(value: unknown, file: string): Hdf5Error {
  const told = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const text = (name: keyof ErrorOnWire): string | undefined => {
    const part = told[name];
    return typeof part === 'string' ? part : undefined;
  };
  return new Hdf5Error((text('code') ?? 'HDF5') as ErrorCode, text('message') ?? 'the change failed', {
    file: text('file') ?? file,
    object: text('object'),
    remedy: text('remedy'),
  });
}

/** The message has place and remedy around what went wrong. */
function statementOf({ message, file, object, remedy }: Hdf5Error): string {
  const place = [file, object].filter((part) => part !== undefined).join(' : ');
  const start = place !== '' && message.startsWith(`${place}: `) ? place.length + 2 : 0;
  const tail = `. ${remedy ?? ''}`;
  const end = remedy !== undefined && message.endsWith(tail) ? message.length - tail.length : message.length;
  return message.slice(start, end);
}
