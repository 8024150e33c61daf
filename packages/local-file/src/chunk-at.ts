import type { ChunkInfo } from '@h5tail/adapter';
import type { ChunkIndex } from './chunk-index.js';

/**
 * Where a chunk is stored.
 *
 * @param corner Its first element.
 * @returns `null` for a chunk that is not stored, `undefined` where that is not certain.
 */
export function chunkAt(index: ChunkIndex, file: number, corner: readonly number[]): ChunkInfo | null | undefined {
  const chunk = corner.map((element, axis) => Math.floor(element / (index.chunkShape[axis] as number)));
  const one = corner.map(() => 1);
  const places = index.placesIn(file, chunk, one);
  if (places === undefined) return undefined;
  const address = places.positions[0] ?? -1;
  if (address < 0) return null;
  return {
    offset: corner,
    address,
    size: places.sizes?.[0] ?? index.chunkBytes,
    filterMask: places.filterMasks?.[0] ?? 0,
  };
}
