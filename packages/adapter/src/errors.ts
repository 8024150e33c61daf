import { retryableCodes, type ErrorCode } from './error-code.js';

/** One entry of HDF5's own error stack, innermost call last. */
export interface Hdf5StackEntry {
  /** Function of the HDF5 library, for example `H5F_open`. */
  readonly function: string;
  readonly message: string;
  /** HDF5's major and minor class of the error. */
  readonly major: string;
  readonly minor: string;
}

/** Where it happened and what to do about it. */
export interface Hdf5ErrorContext {
  /** Path of the file. */
  readonly file?: string | undefined;
  /** Path of the object inside the file. */
  readonly object?: string | undefined;
  /** What the user can do. */
  readonly remedy?: string | undefined;
  /** HDF5's error stack, where there was one. */
  readonly details?: readonly Hdf5StackEntry[] | undefined;
  /** Position in a scan, where it concerns one. */
  readonly index?: number | undefined;
  readonly cause?: unknown;
}

const marker = Symbol.for('h5tail.Hdf5Error');

/**
 * The error of every package of h5tail. Look at `code`, never at the message.
 *
 * @example
 * ```ts
 * try {
 *   await openFile('scan.h5', { adapter, mode: 'r' });
 * } catch (error) {
 *   if (isHdf5Error(error) && error.code === 'FILE_NOT_FOUND') waitForIt();
 *   else throw error;
 * }
 * ```
 */
export class Hdf5Error extends Error {
  readonly code: ErrorCode;
  /** Whether the same call may succeed a moment later, because a writer is at work. */
  readonly retryable: boolean;
  readonly file: string | undefined;
  readonly object: string | undefined;
  readonly remedy: string | undefined;
  readonly details: readonly Hdf5StackEntry[];
  readonly index: number | undefined;

  constructor(code: ErrorCode, message: string, context: Hdf5ErrorContext = {}) {
    super(describe(message, context), context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.retryable = retryableCodes.has(code);
    this.file = context.file;
    this.object = context.object;
    this.remedy = context.remedy;
    this.details = context.details ?? [];
    this.index = context.index;
  }
}

// On the prototype, so that it is no own property of each error; `Symbol.for`, so that two copies of this package agree.
Object.defineProperty(Hdf5Error.prototype, marker, { value: true });
Object.defineProperty(Hdf5Error.prototype, 'name', { value: 'Hdf5Error', configurable: true, writable: true });

/** Whether something caught is an error of h5tail, also one from another copy of this package. */
export function isHdf5Error(value: unknown): value is Hdf5Error {
  return typeof value === 'object' && value !== null && (value as { [marker]?: unknown })[marker] === true;
}

function describe(message: string, { file, object, remedy }: Hdf5ErrorContext): string {
  const place = [file, object].filter((part) => part !== undefined).join(' : ');
  const statement = place === '' ? message : `${place}: ${message}`;
  return remedy === undefined ? statement : `${statement}. ${remedy}`;
}
