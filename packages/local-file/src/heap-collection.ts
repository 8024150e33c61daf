import { Unreadable } from './byte-cursor.js';
import type { FileWindow } from './file-window.js';
import type { HeapFile } from './heap-file.js';

/** Bytes of the header of a collection, and of that of an object, with any size of lengths: they are padded to 8. */
export const heapHeaderSize = 16;
/** Bytes of the smallest collection; HDF5 takes no smaller ones. */
export const smallestCollection = 4096;

/** `GCOL` */
const signature = 0x4c4f4347;
/** The upper half of a number of eight bytes that a double still holds. */
const upperLimit = 2 ** 21;

/** Indexes have two bytes. */
export const mostObjects = 0xffff;

/** Bytes that an object takes in its collection. */
export function objectSpace(size: number): number {
  return heapHeaderSize + size + (-size & 7);
}

/**
 * Where the objects of a collection of the global heap are. One collection after the other is read into the same
 * tables.
 *
 * A collection has no checksum, and its writer may be in the middle of changing it. So it counts only if it makes sense
 * from its first byte to its last. HDF5 writes it front to back in one go and its free space is zero, so one that is
 * written in part does not end where it should; except where the missing part is in the data of its last object and no
 * free space follows, see {@link lastOfFull}.
 *
 * Source: HDF5 File Format Specification 3.0, III.E "Disk Format: Level 1E - Global Heap".
 */
export class HeapCollection {
  /** Bytes of the collection. */
  size = 0;
  /** Place of the last object of a collection without free space; -1 where there is some. */
  lastOfFull = -1;
  /** Where the data of objects begin, in bytes from the beginning of the collection. */
  readonly #places: Float64Array;
  /** Bytes of data that objects have. */
  readonly #sizes: Float64Array;
  /** The collection that the entries of an object are of, as a number that counts the collections. */
  readonly #owners: Uint32Array;
  #collection = 0;
  readonly #lengthSize: number;
  readonly #fileSize: number;

  /** @param largestIndex The largest index of an object that will be asked for. */
  constructor({ lengthSize, size }: HeapFile, largestIndex: number) {
    this.#lengthSize = lengthSize;
    this.#fileSize = size;
    this.#places = new Float64Array(largestIndex + 1);
    this.#sizes = new Float64Array(largestIndex + 1);
    this.#owners = new Uint32Array(largestIndex + 1);
  }

  /**
   * Where the data of an object begin, in bytes from the beginning of the collection.
   *
   * @param length Bytes that it is to have.
   * @throws Unreadable where the collection has no such object.
   */
  placeOf(index: number, length: number): number {
    if (this.#owners[index] !== this.#collection) throw new Unreadable('no such object');
    if (this.#sizes[index] !== length) throw new Unreadable('an object of another size');
    return this.#places[index] as number;
  }

  /**
   * Begins with a collection: tells its size.
   *
   * @param window Shows at least the first 16 bytes.
   * @throws Unreadable
   */
  readHeader({ view, start }: FileWindow, address: number): void {
    const at = address - start;
    if (view.getUint32(at, true) !== signature || view.getUint8(at + 4) !== 1) {
      throw new Unreadable('no collection of the global heap');
    }
    this.size = this.#lengthAt(view, at + 8);
    if (this.size < smallestCollection) throw new Unreadable('a collection is too small');
    if (address + this.size > this.#fileSize) throw new Unreadable('a collection beyond the end of the file');
  }

  /**
   * Finds the objects of the collection whose header was read.
   *
   * @param window Is moved along where it does not show the whole collection.
   * @throws Unreadable
   */
  readObjects(window: FileWindow, address: number): void {
    const { view } = window;
    const { size } = this;
    const [places, sizes, owners] = [this.#places, this.#sizes, this.#owners];
    const collection = ++this.#collection;
    this.lastOfFull = -1;
    let at = heapHeaderSize;
    let objects = 0;
    // What is left over at the end is too little for another header.
    while (size - at >= heapHeaderSize) {
      if (!window.shows(address + at, heapHeaderSize)) {
        // A collection larger than the window: its objects are large, and not needed here.
        window.move(address + at, Math.min(smallestCollection, size - at), heapHeaderSize);
      }
      const header = address - window.start + at;
      const index = view.getUint16(header, true);
      const length = this.#lengthAt(view, header + 8);
      if (index === 0) {
        // Free space. It is the last thing in a collection, and its size includes this header.
        if (length !== size - at) throw new Unreadable('a collection that does not end where it should');
        this.lastOfFull = -1;
        return;
      }
      if (length > size - at - heapHeaderSize) throw new Unreadable('an object beyond its collection');
      if (index < owners.length) {
        if (owners[index] === collection) throw new Unreadable('an object that is there twice');
        owners[index] = collection;
        places[index] = at + heapHeaderSize;
        sizes[index] = length;
      }
      if (++objects > mostObjects) throw new Unreadable('more objects than a collection can have');
      this.lastOfFull = at + heapHeaderSize;
      at += objectSpace(length);
    }
    if (at > size) throw new Unreadable('an object beyond its collection');
  }

  #lengthAt(view: DataView, at: number): number {
    if (this.#lengthSize === 8) {
      const upper = view.getUint32(at + 4, true);
      if (upper >= upperLimit) throw new Unreadable('a number is too large');
      return view.getUint32(at, true) + upper * 2 ** 32;
    }
    return this.#lengthSize === 4 ? view.getUint32(at, true) : view.getUint16(at, true);
  }
}
