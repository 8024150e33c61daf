import type { ChunkIndex } from '../chunk-index.js';
import type { ChunkBlock } from './chunk-pieces.js';

/** Where the chunks of a block are stored, the fastest axis first. */
export interface PiecePlaces {
  readonly positions: Float64Array;
  readonly sizes: Float64Array;
  readonly masks: Uint32Array;
}

/**
 * Asks a dataset's index where chunks are stored.
 *
 * @returns `undefined` where that is not certain, and where one is not stored.
 */
export function placesOf(index: ChunkIndex, file: number, { first, counts }: ChunkBlock): PiecePlaces | undefined {
  const { positions, sizes, filterMasks: masks } = index.placesIn(file, first, counts) ?? {};
  if (positions === undefined || sizes === undefined || masks === undefined) return undefined;
  return positions.every((position) => position >= 0) ? { positions, sizes, masks } : undefined;
}

/** Whether all chunks are where they were. */
export function areSamePlaces(one: PiecePlaces, other: PiecePlaces | undefined): boolean {
  return (
    other !== undefined &&
    one.positions.every((position, i) => position === other.positions[i]) &&
    one.sizes.every((size, i) => size === other.sizes[i]) &&
    one.masks.every((mask, i) => mask === other.masks[i])
  );
}
