import type { Hyperslab } from '@h5tail/adapter/implementation';

/** What of a chunk is selected, in elements. */
export interface ChunkPiece {
  /** Where the selected box begins in the chunk. */
  readonly start: readonly number[];
  readonly count: readonly number[];
  /** Where it begins in the result. */
  readonly place: readonly number[];
}

/** A chunk along one axis. */
interface Range {
  readonly start: number;
  readonly count: number;
  readonly place: number;
}

/** The chunks that hold a selection without gaps, the fastest axis first: in the order of {@link chunkBlock}. */
export function chunkPieces(
  { start, count }: Pick<Hyperslab, 'start' | 'count'>,
  chunkShape: readonly number[],
): ChunkPiece[] {
  let pieces: ChunkPiece[] = [{ start: [], count: [], place: [] }];
  for (const [axis, extent] of chunkShape.entries()) {
    const ranges = rangesAlong(start[axis] as number, count[axis] as number, extent);
    pieces = pieces.flatMap((piece) =>
      ranges.map((range) => ({
        start: [...piece.start, range.start],
        count: [...piece.count, range.count],
        place: [...piece.place, range.place],
      })),
    );
  }
  return pieces;
}

/** A block of chunks, counted in chunks, slowest axis first. */
export interface ChunkBlock {
  readonly first: readonly number[];
  readonly counts: readonly number[];
}

/** The same chunks as a block. */
export function chunkBlock(
  { start, count }: Pick<Hyperslab, 'start' | 'count'>,
  chunkShape: readonly number[],
): ChunkBlock {
  const first = chunkShape.map((extent, axis) => Math.floor((start[axis] as number) / extent));
  const counts = chunkShape.map(
    (extent, axis) => Math.ceil(((start[axis] as number) + (count[axis] as number)) / extent) - (first[axis] as number),
  );
  return { first, counts };
}

/**
 * Whether the pieces of a block, one after the other, are the selection as it is.
 *
 * @param count Selected elements along each axis.
 */
export function arePiecesInOrder({ counts }: ChunkBlock, count: readonly number[]): boolean {
  const split = count.findIndex((extent) => extent > 1);
  return counts.every((chunks, axis) => axis <= split || chunks === 1);
}

/**
 * How many chunks hold a selection without gaps, and how many elements of the dataset are in them.
 *
 * @param shape Extents of the dataset: chunks at its edges reach beyond them.
 */
export function countChunks(
  { start, count }: Pick<Hyperslab, 'start' | 'count'>,
  chunkShape: readonly number[],
  shape: readonly number[],
): { chunks: number; elements: number } {
  let [chunks, elements] = [1, 1];
  for (const [axis, extent] of chunkShape.entries()) {
    const first = Math.floor((start[axis] as number) / extent);
    const end = Math.ceil(((start[axis] as number) + (count[axis] as number)) / extent);
    chunks *= end - first;
    elements *= Math.min(end * extent, shape[axis] as number) - first * extent;
  }
  return { chunks, elements };
}

function rangesAlong(start: number, count: number, extent: number): Range[] {
  const ranges: Range[] = [];
  for (let at = start; at < start + count;) {
    const chunk = Math.floor(at / extent);
    const end = Math.min(start + count, (chunk + 1) * extent);
    ranges.push({ start: at - chunk * extent, count: end - at, place: at - start });
    at = end;
  }
  return ranges;
}
