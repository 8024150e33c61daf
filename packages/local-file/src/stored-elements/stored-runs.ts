import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ElementStorage } from '../element-storage.js';
import type { KnownPlaces } from './known-places.js';
import { onlyStretch, Stretches } from './stretches.js';

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
  /** Where its chunks are, or its only piece. */
  readonly places: KnownPlaces;
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
  const { shape, elementBytes, places, descriptor } = elements;
  const { storage } = places;
  if (storage.isFiltered || shape.length === 0 || slab.size === 0 || !fits(storage, shape)) return undefined;
  const only = onlyStretch({ storage, shape, elementBytes }, slab);
  if (only !== undefined) {
    const start = places.of(descriptor, only.chunk, shape);
    return start === undefined ? undefined : [{ position: start + only.offset, byteLength: only.byteLength }];
  }
  const stretches = new Stretches({ storage, shape, elementBytes }, slab);
  const { count, bytes, areScattered } = stretches;
  if (count > mostStretches || (areScattered && bytes < leastPieceOfChunk)) return undefined;
  return stretches.isDense ? runsOfBlock(elements, stretches) : runsOneByOne(elements, stretches);
}

/** Whether a storage can be that of a dataset of such extents; it may be that of another one in its place. */
function fits({ kind, chunkShape }: ElementStorage, shape: readonly number[]): boolean {
  if (chunkShape.length !== shape.length) return false;
  if (kind !== 'contiguous') return true;
  for (let axis = 0; axis < shape.length; axis++) if (chunkShape[axis] !== shape[axis]) return false;
  return true;
}

function runsOfBlock({ places, descriptor }: StoredElements, stretches: Stretches): StoredRun[] | undefined {
  const { firstChunk, chunkCounts } = stretches;
  const positions = places.storage.placesIn(descriptor, firstChunk, chunkCounts)?.positions;
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
function runsOneByOne({ places, descriptor, shape }: StoredElements, stretches: Stretches): StoredRun[] | undefined {
  const runs = new RunList();
  const areThere = stretches.each((chunk, offset, byteLength) =>
    runs.add(places.of(descriptor, chunk, shape) ?? -1, offset, byteLength),
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
