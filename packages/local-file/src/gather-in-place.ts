import { Unreadable } from './byte-cursor.js';
import { FileWindow } from './file-window.js';
import type { Sequences } from './global-heap.js';
import { HeapCollection, heapHeaderSize } from './heap-collection.js';
import type { HeapFile } from './heap-file.js';
import { sequencePlaces, type SequencePlaces } from './sequence-places.js';
import { sequencesByCollection, type SequencesByCollection } from './sequences-by-collection.js';

/** From how many bytes on it is worth other threads. */
const leastBytes = 8 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
/** Node has four threads for its files, unless it is told otherwise. */
const mostAtOnce = 4;
/**
 * Bytes that what is read is ahead of where it goes. HDF5 fills several collections at a time, so some sequences go beyond the
 * ones that are read with them; what is saved by leaving headers out makes up for that after a few collections.
 */
const lead = 2 * 1024 * 1024;
/** Of the bytes between the first and the last collection. */
const leastShare = 0.8;

type FillLater = NonNullable<HeapFile['fillLater']>;

/** Where the collections of sequences are in the file, all together. */
interface Stretch {
  readonly first: number;
  readonly byteLength: number;
}

/**
 * Gathers long sequences that lie side by side in a file's global heap, as those of one dataset mostly do. Node's own threads read
 * the file into the memory of the result, a bit further on than where the bytes belong, and this thread moves them there
 * meanwhile: memory that is new takes longer to be had than to be filled, and so that is done elsewhere too.
 *
 * @param file Open until the promise settles.
 * @returns `undefined` where it does not pay, and nothing was begun.
 * @throws Unreadable, as a rejection, where the file does not certainly hold them like this.
 */
export function gatherInPlace(
  file: HeapFile,
  descriptors: Uint8Array,
  count: number,
  elementBytes: number,
): Promise<Sequences> | undefined {
  const { fillLater } = file;
  if (file.beingWritten || fillLater === undefined) return undefined;
  const places = sequencePlaces(file, descriptors, count, elementBytes);
  const total = (places.offsets[count] as number) * elementBytes;
  if (total < leastBytes) return undefined;
  const collections = sequencesByCollection(places);
  const stretch = stretchOf(file, collections);
  if (total < leastShare * stretch.byteLength || !isAhead(stretch, collections, elementBytes)) return undefined;
  return new InPlace(file, places, collections, stretch, elementBytes).gather(fillLater);
}

function stretchOf(file: HeapFile, { addresses }: SequencesByCollection): Stretch {
  const first = addresses[0] as number;
  const last = addresses.at(-1) as number;
  const header = new Uint8Array(heapHeaderSize);
  const window = new FileWindow(file, header);
  window.move(last, heapHeaderSize, heapHeaderSize);
  const collection = new HeapCollection(file, 0);
  collection.readHeader(window, last);
  return { first, byteLength: last + collection.size - first };
}

/** Whether nothing is put where something was read that is still to be moved. */
function isAhead({ first }: Stretch, { addresses, reaches }: SequencesByCollection, elementBytes: number): boolean {
  for (let c = 0; c + 1 < addresses.length; c++) {
    if ((reaches[c] as number) * elementBytes > lead + (addresses[c + 1] as number) - first) return false;
  }
  return true;
}

class InPlace {
  readonly #places: SequencePlaces;
  readonly #collections: SequencesByCollection;
  readonly #stretch: Stretch;
  readonly #elementBytes: number;
  readonly #memory: Uint8Array<ArrayBuffer>;
  readonly #window: FileWindow;
  readonly #collection: HeapCollection;
  /** Bytes of the stretch that were asked for. */
  #asked = 0;
  /** The collection to be looked through next. */
  #next = 0;

  constructor(
    file: HeapFile,
    places: SequencePlaces,
    collections: SequencesByCollection,
    stretch: Stretch,
    elementBytes: number,
  ) {
    this.#places = places;
    this.#collections = collections;
    this.#stretch = stretch;
    this.#elementBytes = elementBytes;
    this.#memory = new Uint8Array(Buffer.allocUnsafeSlow(lead + stretch.byteLength).buffer);
    this.#window = new FileWindow(file, this.#memory.subarray(lead));
    this.#window.start = stretch.first;
    this.#collection = new HeapCollection(file, places.largestIndex);
  }

  async gather(fillLater: FillLater): Promise<Sequences> {
    const reads: Promise<number>[] = [];
    try {
      while (reads.length < mostAtOnce && this.#hasMore) reads.push(this.#readNext(fillLater));
      for (let piece = reads.shift(); piece !== undefined; piece = reads.shift()) {
        this.#window.length += await piece;
        if (this.#hasMore) reads.push(this.#readNext(fillLater));
        this.#move();
      }
    } finally {
      // The memory and the file are theirs until they have come to their end.
      await Promise.allSettled(reads);
    }
    const { offsets } = this.#places;
    const total = (offsets.at(-1) as number) * this.#elementBytes;
    if (this.#next < this.#collections.addresses.length) throw new Unreadable('the file ends too early');
    return { bytes: this.#memory.subarray(0, total), offsets };
  }

  get #hasMore(): boolean {
    return this.#asked < this.#stretch.byteLength;
  }

  /** @returns How many bytes it brings. */
  async #readNext(fillLater: FillLater): Promise<number> {
    const at = this.#asked;
    const length = Math.min(pieceBytes, this.#stretch.byteLength - at);
    this.#asked += length;
    await fillLater(this.#memory.subarray(lead + at, lead + at + length), this.#stretch.first + at);
    return length;
  }

  /** Moves the sequences of all collections that are there as a whole. */
  #move(): void {
    const { addresses } = this.#collections;
    const window = this.#window;
    for (; this.#next < addresses.length; this.#next++) {
      const address = addresses[this.#next] as number;
      if (!window.shows(address, heapHeaderSize)) return;
      this.#collection.readHeader(window, address);
      if (!window.shows(address, this.#collection.size)) return;
      this.#collection.readObjects(window, address);
      this.#moveFrom(address);
    }
  }

  #moveFrom(address: number): void {
    const { starts, members } = this.#collections;
    const { offsets, indexes } = this.#places;
    const elementBytes = this.#elementBytes;
    const collection = this.#collection;
    const memory = this.#memory;
    const from = lead + address - this.#stretch.first;
    for (let m = starts[this.#next] as number; m < (starts[this.#next + 1] as number); m++) {
      const sequence = members[m] as number;
      const index = indexes[sequence] as number;
      const to = (offsets[sequence] as number) * elementBytes;
      const length = (offsets[sequence + 1] as number) * elementBytes - to;
      const at = from + collection.placeOf(index, length);
      memory.copyWithin(to, at, at + length);
    }
  }
}
