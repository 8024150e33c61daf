import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ElementStorage } from '../element-storage.js';
import { stretchesOf, type Stretches } from './stretches.js';

/** Bytes of the file that hold selected elements. */
export interface StoredRun {
  /** First byte, from the beginning of the file. */
  readonly position: number;
  byteLength: number;
}

/** Elements that are stored without filters. */
export interface StoredElements {
  /** A descriptor of the file, open for reading. */
  readonly descriptor: number;
  readonly storage: ElementStorage;
  /** Extents of the dataset as it was seen last. */
  readonly shape: readonly number[];
  /** Bytes of an element as stored. */
  readonly elementBytes: number;
}

/** Of a chunk that is read in smaller pieces, HDF5 keeps the rest for the next of them. */
const leastPieceOfChunk = 4 * 1024;
/** Runs are listed in memory before they are read. */
const mostStretches = 2 ** 24;

/**
 * Where selected elements lie in the file, in their order. Chunks that lie side by side, as those of a growing dataset
 * mostly do, make one run.
 *
 * @returns `undefined` where that is not certain, where something was never written, and where elements are so scattered
 * within chunks that they are better had in another way.
 */
export function storedRuns(elements: StoredElements, slab: Hyperslab): StoredRun[] | undefined {
  const { storage, shape, descriptor } = elements;
  if (storage.isFiltered || shape.length === 0 || slab.size === 0) return undefined;
  const stretches = stretchesOf(elements, slab);
  const { count, bytes, areScattered } = stretches;
  if (count > mostStretches || (areScattered && bytes < leastPieceOfChunk)) return undefined;
  return stretches.isDense ? runsOfBlock(storage, descriptor, stretches) : runsOneByOne(storage, descriptor, stretches);
}

function runsOfBlock(storage: ElementStorage, descriptor: number, stretches: Stretches): StoredRun[] | undefined {
  const { firstChunk, chunkCounts } = stretches;
  const positions = storage.placesIn(descriptor, firstChunk, chunkCounts)?.positions;
  if (positions === undefined) return undefined;
  const runs = new RunList();
  const areThere = stretches.each((chunk, offset, byteLength) => {
    let number = 0;
    for (let axis = 0; axis < chunk.length; axis++) {
      number = number * (chunkCounts[axis] as number) + (chunk[axis] as number) - (firstChunk[axis] as number);
    }
    return runs.add(positions[number] as number, offset, byteLength);
  });
  return areThere ? runs.all : undefined;
}

/** Of chunks that are far from each other. */
function runsOneByOne(storage: ElementStorage, descriptor: number, stretches: Stretches): StoredRun[] | undefined {
  const one = stretches.firstChunk.map(() => 1);
  const runs = new RunList();
  const areThere = stretches.each((chunk, offset, byteLength) =>
    runs.add(storage.placesIn(descriptor, chunk, one)?.positions[0] ?? -1, offset, byteLength),
  );
  return areThere ? runs.all : undefined;
}

class RunList {
  readonly all: StoredRun[] = [];
  #last: StoredRun | undefined;
  #end = -1;

  /** @returns Whether the chunk is stored. */
  add(chunkPosition: number, offset: number, byteLength: number): boolean {
    if (!(chunkPosition >= 0)) return false;
    const position = chunkPosition + offset;
    if (this.#last !== undefined && position === this.#end) this.#last.byteLength += byteLength;
    else this.all.push((this.#last = { position, byteLength }));
    this.#end = position + byteLength;
    return true;
  }
}
