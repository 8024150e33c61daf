import { isDeepStrictEqual } from 'node:util';
import type { Dtype } from '@h5tail/adapter';
import { KnownPlaces, openStoredDataset, type ElementStorage, type StoredDataset } from '@h5tail/local-file';
import { holdingFile, identityOf, LiveFile, StoredRefresh } from '@h5tail/local-file/objects';
import { objectAddress } from './stored-dtype.js';
import type { WasmObjects } from './wasm-objects.js';

/** From how many bytes on a single read is worth a look at how the dataset is stored. */
const leastAtFirst = 256 * 1024;

/** A dataset's storage, and the descriptor of the file that it is in; both as long as that file stays open. */
export interface OpenStorage {
  readonly descriptor: number;
  readonly storage: ElementStorage;
}

/** The same of a dataset whose elements can be read as they are stored. */
export interface OpenElements {
  readonly descriptor: number;
  readonly places: KnownPlaces;
}

/** What was seen through one open of the file. */
interface Seen {
  /** HDF5's identifier of the file, which another open of it does not get again. */
  file: bigint;
  /** The file that the dataset is in. */
  readonly holder: string;
  readonly stored: StoredDataset | undefined;
  readonly places: KnownPlaces | undefined;
  /** Whether its elements are stored as `dtype` tells. */
  readonly isAsTold: boolean;
  /** Address of its object header, where it is known. */
  readonly address: number | undefined;
}

/** What refreshes the dataset without HDF5. */
interface Live {
  readonly file: LiveFile;
  readonly refresh: StoredRefresh;
}

/**
 * What the file itself tells of where a dataset's elements are. It is read anew once the file was opened anew, like all
 * that HDF5 knows.
 */
export class DatasetStorage {
  readonly #path: string;
  readonly #dtype: Dtype;
  #seen: Seen | undefined;
  /** The file that was open when elements were asked for. */
  #askedIn: bigint | undefined;
  #live: Live | undefined;

  constructor(path: string, dtype: Dtype) {
    this.#path = path;
    this.#dtype = dtype;
  }

  /**
   * Where elements are that can be read as they are stored; `undefined` where that cannot be told, where something
   * stands between the file and them (links to other files, a writer of this instance), and where HDF5 reads them in
   * less time than it takes to look: the first few of a file that was opened anew.
   *
   * @param byteLength Bytes that are to be read.
   */
  forElements(objects: WasmObjects, byteLength: number): OpenElements | undefined {
    if (objects.isWritten) return undefined;
    if (this.#seen?.file !== objects.id) {
      const isFirst = this.#askedIn !== objects.id;
      this.#askedIn = objects.id;
      if (isFirst && byteLength < leastAtFirst) return undefined;
      this.#seen = this.#look(objects);
      this.#live = undefined;
    }
    const { places, isAsTold } = this.#seen;
    const { descriptor } = objects;
    return isAsTold && places !== undefined && descriptor !== undefined ? { descriptor, places } : undefined;
  }

  /** Whether it is known where its elements are, without a question to HDF5. */
  isKnown(objects: WasmObjects): boolean {
    return this.#seen?.file === objects.id && this.#seen.places !== undefined && !objects.isWritten;
  }

  /**
   * Prepares {@link refresh}; to be called when the file was opened anew just now.
   *
   * @param rank Number of the dataset's axes.
   */
  prepareRefresh(objects: WasmObjects, rank: number | undefined): void {
    this.#live = undefined;
    const { descriptor } = objects;
    if (objects.isWritten || rank === undefined || descriptor === undefined) return;
    const seen = this.#current(objects);
    if (seen.places === undefined || seen.address === undefined || !seen.isAsTold) return;
    const file = LiveFile.of(descriptor, objects.file);
    const refresh = file && StoredRefresh.of(file, seen.places, seen.address, rank);
    if (file !== undefined && refresh !== undefined) this.#live = { file, refresh };
  }

  /**
   * Takes in what a writer has flushed, without HDF5.
   *
   * @param fileSize Bytes that the file has now.
   * @returns The extents now; `undefined` where HDF5 is needed for that.
   */
  refresh(objects: WasmObjects, fileSize: number): readonly number[] | undefined {
    const { descriptor } = objects;
    if (this.#live === undefined || this.#seen === undefined || descriptor === undefined) return undefined;
    const shape = this.#live.refresh.extents(this.#live.file, fileSize, descriptor);
    if (shape !== undefined) this.#seen.file = objects.id;
    return shape;
  }

  /** The file that the dataset is in. */
  holder(objects: WasmObjects): string {
    return this.#seen?.file === objects.id && !objects.isWritten ? this.#seen.holder : holdingFile(objects, this.#path);
  }

  /** Runs `work` with what the file that holds the dataset tells, after what this instance writes there was flushed. */
  use<Result>(objects: WasmObjects, work: (open: OpenStorage | undefined) => Result): Result {
    if (objects.isWritten) objects.flush();
    const { holder, stored } = this.#current(objects);
    if (holder === objects.file) return work(openStorage(objects.descriptor, stored));
    const address = objectAddress(objects, this.#path);
    return objects.withOtherFile(holder, (other) => {
      // Of a file that is open for reading this is nothing; HDF5 writes it if this instance has it open for writing.
      other.flush();
      const descriptor = objects.library.descriptorOf(identityOf(holder));
      if (descriptor === undefined || address === undefined) return work(undefined);
      return work(openStorage(descriptor, openStoredDataset(descriptor, address)));
    });
  }

  /** What this instance writes may change at any time; and what could not be told before may be told now. */
  #current(objects: WasmObjects): Seen {
    const isKnown = this.#seen?.file === objects.id && this.#seen.stored !== undefined && !objects.isWritten;
    if (!isKnown) {
      this.#seen = this.#look(objects);
      this.#live = undefined;
    }
    return this.#seen as Seen;
  }

  #look(objects: WasmObjects): Seen {
    const { id: file, descriptor } = objects;
    const holder = holdingFile(objects, this.#path);
    const address = holder === objects.file ? objectAddress(objects, this.#path) : undefined;
    const stored =
      address === undefined || descriptor === undefined ? undefined : openStoredDataset(descriptor, address);
    const isAsTold = stored?.dtype !== undefined && isDeepStrictEqual(stored.dtype, this.#dtype);
    return { file, holder, stored, places: stored && new KnownPlaces(stored.storage), isAsTold, address };
  }
}

function openStorage(descriptor: number | undefined, stored: StoredDataset | undefined): OpenStorage | undefined {
  return stored && descriptor !== undefined ? { descriptor, storage: stored.storage } : undefined;
}
