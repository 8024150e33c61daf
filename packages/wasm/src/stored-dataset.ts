import { isDeepStrictEqual } from 'node:util';
import type { Dtype } from '@h5tail/adapter';
import { openStoredDataset, type ElementStorage, type StoredDataset } from '@h5tail/local-file';
import { holdingFile, identityOf } from '@h5tail/local-file/objects';
import { objectAddress } from './stored-dtype.js';
import type { WasmObjects } from './wasm-objects.js';

/** From how many bytes on a single read is worth a look at how the dataset is stored. */
const leastAtFirst = 256 * 1024;

/** A dataset's storage, and the descriptor of the file that it is in; both as long as that file stays open. */
export interface OpenStorage {
  readonly descriptor: number;
  readonly storage: ElementStorage;
}

interface Seen {
  /** HDF5's identifier of the file, which another open of it does not get again. */
  readonly file: bigint;
  readonly stored: StoredDataset | undefined;
  /** Whether its elements are stored as `dtype` tells. */
  readonly isAsTold: boolean;
}

/**
 * What the file itself tells of where a dataset's elements are. It is read anew once the file was opened anew, like all
 * that HDF5 knows.
 */
export class DatasetStorage {
  readonly #path: string;
  readonly #dtype: Dtype;
  #holder: string | undefined;
  #seen: Seen | undefined;
  /** The file that was open when elements were asked for. */
  #askedIn: bigint | undefined;

  constructor(path: string, dtype: Dtype) {
    this.#path = path;
    this.#dtype = dtype;
  }

  /** Links may lead elsewhere by now. */
  forgetLinks(): void {
    this.#holder = undefined;
  }

  /**
   * Where elements are that can be read as they are stored; `undefined` where that cannot be told, where something
   * stands between the file and them (links to other files, a writer of this instance), and where HDF5 reads them in
   * less time than it takes to look: the first few of a file that was opened anew.
   *
   * @param byteLength Bytes that are to be read.
   */
  forElements(objects: WasmObjects, byteLength: number): OpenStorage | undefined {
    if (objects.isWritten || this.holder(objects) !== objects.file) return undefined;
    if (this.#seen?.file !== objects.id && this.#askedIn !== objects.id && byteLength < leastAtFirst) {
      this.#askedIn = objects.id;
      return undefined;
    }
    const { descriptor } = objects;
    if (descriptor === undefined) return undefined;
    const { stored, isAsTold } = this.#seen?.file === objects.id ? this.#seen : this.#look(objects, descriptor);
    return stored !== undefined && isAsTold ? { descriptor, storage: stored.storage } : undefined;
  }

  /** The file that the dataset is in. */
  holder(objects: WasmObjects): string {
    this.#holder ??= holdingFile(objects, this.#path);
    return this.#holder;
  }

  /** Runs `work` with what the file that holds the dataset tells, after what this instance writes there was flushed. */
  use<Result>(objects: WasmObjects, work: (open: OpenStorage | undefined) => Result): Result {
    const holder = this.holder(objects);
    if (holder === objects.file) {
      if (objects.isWritten) objects.flush();
      const { descriptor } = objects;
      const stored = descriptor === undefined ? undefined : this.#lookAgain(objects, descriptor).stored;
      return work(stored && descriptor !== undefined ? { descriptor, storage: stored.storage } : undefined);
    }
    const address = objectAddress(objects, this.#path);
    return objects.withOtherFile(holder, (other) => {
      // Of a file that is open for reading this is nothing; HDF5 writes it if this instance has it open for writing.
      other.flush();
      const descriptor = other.library.descriptorOf(identityOf(holder));
      const stored =
        descriptor === undefined || address === undefined ? undefined : openStoredDataset(descriptor, address);
      return work(stored && descriptor !== undefined ? { descriptor, storage: stored.storage } : undefined);
    });
  }

  /** Where it could not be told before, it may be now. */
  #lookAgain(objects: WasmObjects, descriptor: number): Seen {
    const isKnown = this.#seen?.file === objects.id && this.#seen.stored !== undefined;
    return isKnown ? (this.#seen as Seen) : this.#look(objects, descriptor);
  }

  #look(objects: WasmObjects, descriptor: number): Seen {
    const address = objectAddress(objects, this.#path);
    const stored = address === undefined ? undefined : openStoredDataset(descriptor, address);
    const isAsTold = stored?.dtype !== undefined && isDeepStrictEqual(stored.dtype, this.#dtype);
    this.#seen = { file: objects.id, stored, isAsTold };
    return this.#seen;
  }
}
