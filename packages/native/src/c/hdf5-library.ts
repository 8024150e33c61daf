import type { Hdf5Error, Hdf5StackEntry } from '@h5tail/adapter';
import { atPlace, stackFault } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import type { LoadedLibrary } from '../library/load-library.js';
import { currentErrorStack } from './constants.js';
import { ErrorStackReader } from './error-stack.js';
import { FloatEnvironment } from './float-environment.js';
import { bindFunctions, readGlobals, type Hdf5Functions, type Hdf5Globals } from './functions.js';
import { IdentifierScope } from './identifier-scope.js';
import type { ErrorStackId } from './identifiers.js';

/** For calls that do not know which file they are for; who makes them tells their errors. */
export const unplaced: Place = { file: '' };

/** What HDF5 said to a question: an answer, or its error stack. */
export type Asked<Answer> =
  | { readonly answer: Answer; readonly stack: undefined }
  | { readonly answer: undefined; readonly stack: readonly Hdf5StackEntry[] };

/** What C functions of HDF5 return: negative, or no address, where they failed. */
type Status = number | bigint | null;

/** The HDF5 library as this thread calls it. */
export class Hdf5Library {
  readonly loaded: LoadedLibrary;
  readonly c: Hdf5Functions;
  readonly globals: Hdf5Globals;
  /** Numbers of the filters that HDF5 is known to have. */
  readonly loadedFilters = new Set<number>();
  /** Around what may load a filter plug-in. */
  readonly floats: FloatEnvironment;
  readonly #errors: ErrorStackReader;

  constructor(loaded: LoadedLibrary) {
    this.loaded = loaded;
    this.c = bindFunctions(loaded);
    this.globals = readGlobals(loaded);
    this.floats = new FloatEnvironment(loaded.koffi);
    this.#errors = new ErrorStackReader(loaded.koffi, this.c);
    // HDF5 prints its errors to stderr unless each thread tells it not to.
    this.c.H5Eset_auto2(currentErrorStack, null, null);
  }

  /** Asks a question whose answer may be "no". */
  ask<Answer extends Status>(question: (c: Hdf5Functions) => Answer): Asked<NonNullable<Answer>> {
    const answer = question(this.c);
    if (answer !== null && answer >= 0) return { answer, stack: undefined };
    return { answer: undefined, stack: this.#errors.read(currentErrorStack) };
  }

  /**
   * Calls HDF5 and throws its error stack as a coded error if the call failed.
   *
   * @param what What cannot be done then, in words.
   */
  demand<Answer extends Status>(place: Place, what: string, call: (c: Hdf5Functions) => Answer): NonNullable<Answer> {
    const answer = call(this.c);
    if (answer !== null && answer >= 0) return answer;
    throw this.fault(place, what, currentErrorStack);
  }

  /** The coded error for what a stack holds. */
  fault(place: Place, what: string, stack: ErrorStackId): Hdf5Error {
    return stackFault(what, this.#errors.read(stack), place === unplaced ? {} : place);
  }

  /**
   * Runs `work` with identifiers that are closed afterwards, the last one first; where it returns a promise, when that
   * has settled. Errors tell where they happened.
   */
  withIdentifiers<Result>(place: Place, work: (ids: IdentifierScope) => Result): Result {
    const ids = new IdentifierScope(this);
    const close = (): void => {
      ids.close();
    };
    let result: Result;
    try {
      result = place === unplaced ? work(ids) : atPlace(place, () => work(ids));
    } catch (error) {
      close();
      throw error;
    }
    if (result instanceof Promise) return result.finally(close) as Result;
    close();
    return result;
  }
}
