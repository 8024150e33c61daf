import { Unreadable } from './byte-cursor.js';
import type { ChunkPlaces } from './chunk-places.js';
import type { IndexFile } from './index-file.js';

/** A block of chunks, counted in chunks, the slowest axis first. */
export interface ChunkBox {
  readonly first: readonly number[];
  readonly counts: readonly number[];
}

/** A tree in a file that holds one record per stored chunk, in the order of their coordinates, the slowest axis first. */
export interface ChunkTree {
  /**
   * Takes the places over of those chunks of a box that are stored.
   *
   * @throws Unreadable
   */
  find(file: IndexFile, box: ChunkBox, places: ChunkPlaces): void;
}

/** The coordinates of a chunk, as a tree compares them. */
export interface Coordinates {
  /** Coordinate along an axis. @throws Unreadable */
  along(axis: number): number;
}

/** What comes first: negative where `left` does. */
export function compareCoordinates(left: Coordinates, right: readonly number[]): number {
  for (let axis = 0; axis < right.length; axis++) {
    const difference = left.along(axis) - (right[axis] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The last chunk of a box that is not empty. */
export function lastOf({ first, counts }: ChunkBox): number[] {
  return first.map((chunk, axis) => chunk + (counts[axis] as number) - 1);
}

/** The number of a chunk within a box, the fastest axis first; -1 for a chunk outside. */
export function numberIn({ first, counts }: ChunkBox, chunk: Coordinates): number {
  let number = 0;
  for (let axis = 0; axis < first.length; axis++) {
    const count = counts[axis] as number;
    const within = chunk.along(axis) - (first[axis] as number);
    if (within < 0 || within >= count) return -1;
    number = number * count + within;
  }
  return number;
}

/** An unsigned number of eight bytes. @throws Unreadable for one that no coordinate can be. */
export function coordinateAt(bytes: DataView, at: number): number {
  const high = bytes.getUint32(at + 4, true);
  if (high >= 2 ** 21) throw new Unreadable('a coordinate is too large');
  return high * 2 ** 32 + bytes.getUint32(at, true);
}
