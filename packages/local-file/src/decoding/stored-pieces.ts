import type { ChunkIndex } from '../chunk-index.js';
import type { ChunkPiece } from './chunk-pieces.js';

/** Where the chunks of pieces are stored, in the order of the pieces. */
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
export function placesOf(index: ChunkIndex, file: number, pieces: readonly ChunkPiece[]): PiecePlaces | undefined {
  const [positions, sizes] = [new Float64Array(pieces.length), new Float64Array(pieces.length)];
  const masks = new Uint32Array(pieces.length);
  for (let from = 0; from < pieces.length;) {
    const first = (pieces[from] as ChunkPiece).number;
    let to = from + 1;
    while (pieces[to]?.number === first + to - from) to++;
    const places = index.places(file, first, to - from);
    if (places?.sizes === undefined || places.filterMasks === undefined) return undefined;
    if (places.positions.some((position) => position < 0)) return undefined;
    positions.set(places.positions, from);
    sizes.set(places.sizes, from);
    masks.set(places.filterMasks, from);
    from = to;
  }
  return { positions, sizes, masks };
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
