import { heapHeaderSize, objectSpace, smallestCollection } from './heap-collection.js';
import type { SequencePlaces } from './sequence-places.js';
import type { SequencesByCollection } from './sequences-by-collection.js';

/** Bytes to read at once: enough that calls do not count, and little enough to stay in the processor's cache. */
const mostAtOnce = 2 ** 19;
/** HDF5's collections of several objects have this size at most. */
const usualLimit = 2 ** 16;
/** Bytes between two collections that are rather read than skipped with another call. */
const smallGap = 2 ** 15;
/** Objects from this size on, which HDF5 gives a collection of their own, are read straight to where they belong. */
const largeObject = 2 ** 17;

/**
 * Plans to read collections together that are close to each other. How large they are is not known before, but only
 * that the sequences are in them.
 */
export class ReadAhead {
  /** The most bytes to read at once. */
  readonly capacity: number;
  readonly #addresses: Float64Array;
  /** Bytes to read of each collection, if its size is not known. */
  readonly #spaces: Float64Array;

  constructor(
    { offsets }: SequencePlaces,
    { addresses, starts, members }: SequencesByCollection,
    elementBytes: number,
  ) {
    const spaces = new Float64Array(addresses.length);
    for (let c = 0; c < addresses.length; c++) {
      let space = heapHeaderSize;
      let isLarge = false;
      for (let m = starts[c] as number; m < (starts[c + 1] as number); m++) {
        const sequence = members[m] as number;
        const length = ((offsets[sequence + 1] as number) - (offsets[sequence] as number)) * elementBytes;
        space += objectSpace(length);
        isLarge ||= length >= largeObject;
      }
      spaces[c] = isLarge ? smallestCollection : Math.min(mostAtOnce, Math.max(smallestCollection, space));
    }
    const last = addresses.length - 1;
    const span = last < 0 ? 0 : (addresses[last] as number) + (spaces[last] as number) - (addresses[0] as number);
    this.capacity = Math.min(mostAtOnce, Math.max(usualLimit, span));
    this.#addresses = addresses;
    this.#spaces = spaces;
  }

  /**
   * Bytes to read from the beginning of a collection on.
   *
   * @param collection Which one, counted from 0.
   * @param size Its size; where it is not known yet, that of the one before.
   */
  from(collection: number, size: number): number {
    const addresses = this.#addresses;
    const usual = size <= usualLimit ? size : 0;
    const start = addresses[collection] as number;
    let length = Math.min(this.capacity, Math.max(usual, this.#spaces[collection] as number));
    for (let next = collection + 1; next < addresses.length; next++) {
      const at = (addresses[next] as number) - start;
      const end = at + Math.max(usual, this.#spaces[next] as number);
      if (at - length > smallGap || end > this.capacity) break;
      length = Math.max(length, end);
    }
    return length;
  }
}
