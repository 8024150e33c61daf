import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import { identityOf, isSameFile, type FileIdentity } from '@h5tail/local-file/objects';

/**
 * Whether the name of a file that is written still leads to it. Its writer does not notice: what it writes goes to the file
 * that it opened, which nobody may ever find.
 */
export class FileInPlace {
  readonly #path: string;
  readonly #what: string;
  #opened: FileIdentity | undefined;
  readonly #gone = new AbortController();

  /** @param what What is written to it. */
  constructor(path: string, what = 'messages') {
    this.#path = path;
    this.#what = what;
  }

  /** The file was opened just now; never throws. */
  begin(): void {
    try {
      this.#opened = identityOf(this.#path);
    } catch {
      // Told by the next look, when the file can be closed.
    }
  }

  /** Aborted as soon as a look has found that it is not there any more. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Looks, from {@link begin} on; never throws. */
  isThere(): boolean {
    if (this.#gone.signal.aborted) return false;
    const fault = this.#fault();
    if (fault === undefined) return true;
    this.#gone.abort(fault);
    return false;
  }

  /** @throws Hdf5Error `FILE_REPLACED`; `PERMISSION_DENIED`, … where that cannot be found out. */
  require(): void {
    if (!this.isThere()) this.#gone.signal.throwIfAborted();
  }

  #fault(): unknown {
    try {
      const current = identityOf(this.#path);
      const isSame = this.#opened !== undefined && isSameFile(this.#opened, current);
      return isSame ? undefined : replaced(this.#path, this.#what, current);
    } catch (error) {
      return systemFault(error, this.#path);
    }
  }
}

function replaced(file: string, written: string, current: FileIdentity | undefined): Hdf5Error {
  const what = current === undefined ? 'the file was removed or renamed' : 'another file took the place of this one';
  return new Hdf5Error('FILE_REPLACED', `${what} while it was written`, {
    file,
    remedy: `Write the ${written} again, unless the file that was written has another name now`,
  });
}
