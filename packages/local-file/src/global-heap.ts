import { Unreadable } from './byte-cursor.js';
import type { FileWindow } from './file-window.js';
import { GatheredBytes } from './gathered-bytes.js';
import { HeapCollection, heapHeaderSize } from './heap-collection.js';
import type { HeapFile } from './heap-file.js';
import { ReadAhead } from './read-ahead.js';
import { sequencePlaces } from './sequence-places.js';
import { sequencesByCollection } from './sequences-by-collection.js';

/** Sequences of different lengths, one after the other. */
export interface Sequences {
  /** Their elements as they are in the file, in a buffer of their own, which belongs to the caller. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Sequence `i` has the elements `offsets[i]` to `offsets[i + 1] - 1`; one entry more than there are sequences. */
  readonly offsets: Uint32Array<ArrayBuffer>;
}

/**
 * Gathers the sequences of elements of variable length from a file's global heap, without HDF5. The file is read in
 * large pieces from front to back, and each collection is looked through once.
 *
 * @param descriptors The elements as they lie in a chunk, after its filters; see `descriptorSize`.
 * @param count How many of them to take, from the first on.
 * @param elementBytes Bytes in the file of one element of a sequence: 1 for text.
 * @throws Unreadable where the file does not certainly hold them like this, so also where a writer is at work in that
 * place: trying again, or reading with HDF5, may then succeed. RangeError where there are fewer descriptors.
 */
export function gatherSequences(
  file: HeapFile,
  descriptors: Uint8Array,
  count: number,
  elementBytes: number,
): Sequences {
  const places = sequencePlaces(file, descriptors, count, elementBytes);
  const { offsets, indexes } = places;
  const collections = sequencesByCollection(places);
  const { addresses, starts, members, reaches } = collections;
  const ahead = new ReadAhead(places, collections, elementBytes);
  const gathered = new GatheredBytes(file, (offsets[count] as number) * elementBytes, ahead.capacity);
  const collection = new HeapCollection(file, places.largestIndex);

  for (let c = 0, end = 0; c < addresses.length; c++) {
    const address = addresses[c] as number;
    // Otherwise the same bytes could be looked through again and again.
    if (address < end) throw new Unreadable('collections that overlap');
    const window = gathered.windowFor((reaches[c] as number) * elementBytes);
    open(collection, window, address, (size) => ahead.from(c, size));
    end = address + collection.size;

    for (let m = starts[c] as number; m < (starts[c + 1] as number); m++) {
      const sequence = members[m] as number;
      const index = indexes[sequence] as number;
      const to = (offsets[sequence] as number) * elementBytes;
      const length = (offsets[sequence + 1] as number) * elementBytes - to;
      const place = collection.placeOf(index, length);
      gathered.fill(to, address + place, length);
      if (place === collection.lastOfFull && file.beingWritten) gathered.expectWritten(to, address + place, length);
    }
  }
  // All are looked at first, so that they wait together.
  if (gathered.hasDoubts) throw new Unreadable('the end of a collection may not be written yet');
  return { bytes: gathered.bytes, offsets };
}

/**
 * Finds the objects of a collection.
 *
 * @param ahead How many bytes to read from its beginning on, if it has this size.
 */
function open(collection: HeapCollection, window: FileWindow, address: number, ahead: (size: number) => number): void {
  if (!window.shows(address, heapHeaderSize)) window.move(address, ahead(collection.size), heapHeaderSize);
  collection.readHeader(window, address);
  const { size } = collection;
  if (size <= window.bytes.length && !window.shows(address, size)) {
    window.move(address, Math.max(size, ahead(size)), size);
    collection.readHeader(window, address);
    if (collection.size !== size) throw new Unreadable('a collection that changes');
  }
  collection.readObjects(window, address);
}
