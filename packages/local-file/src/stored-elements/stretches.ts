import type { Hyperslab } from '@h5tail/adapter/implementation';

/** Told of one stretch: its chunk (an array that is used again), where it begins in that, and its bytes. */
export type TakeStretch = (chunk: readonly number[], offset: number, byteLength: number) => boolean;

/** The parts of chunks that selected elements take up, each in one piece, in the order of the elements. */
export interface Stretches {
  /** How many, at most. */
  readonly count: number;
  /** Bytes of each but the first and last ones of a row. */
  readonly bytes: number;
  /** Whether a chunk may hold several that are not side by side. */
  readonly areScattered: boolean;
  /** The block of chunks that holds them all, and whether it has few others. */
  readonly firstChunk: readonly number[];
  readonly chunkCounts: readonly number[];
  readonly isDense: boolean;
  /** @returns Whether `take` said so of all; it is not asked again once it did not. */
  each(take: TakeStretch): boolean;
}

interface StoredShape {
  readonly storage: { readonly chunkShape: readonly number[] };
  readonly shape: readonly number[];
  readonly elementBytes: number;
}

/** So many chunks that are not asked for may be looked up for one that is. */
const mostOthers = 4;

/**
 * Takes a selection apart. Along the axes behind the "row axis", all of each chunk is selected, and chunks are as wide as
 * the dataset; so along the row axis neighbours in a chunk are neighbours in the file.
 */
export function stretchesOf({ storage: { chunkShape }, shape, elementBytes }: StoredShape, slab: Hyperslab): Stretches {
  const { start, count, stride } = slab;
  let rowAxis = shape.length - 1;
  let stepBytes = elementBytes;
  while (rowAxis > 0 && count[rowAxis] === shape[rowAxis] && chunkShape[rowAxis] === shape[rowAxis]) {
    stepBytes *= shape[rowAxis] as number;
    rowAxis--;
  }
  const rowChunk = chunkShape[rowAxis] as number;
  const rowStart = start[rowAxis] as number;
  const rowCount = count[rowAxis] as number;
  const isStepped = (axis: number): boolean => (stride[axis] as number) !== 1 && (count[axis] as number) > 1;
  const rowIsStepped = isStepped(rowAxis);

  const firstChunk = start.map((first, axis) => Math.floor(first / (chunkShape[axis] as number)));
  const chunkCounts = firstChunk.map((first, axis) => {
    const last = (start[axis] as number) + ((count[axis] as number) - 1) * (stride[axis] as number);
    return Math.floor(last / (chunkShape[axis] as number)) - first + 1;
  });
  let rows = 1;
  let areScattered = rowIsStepped && rowChunk > 1;
  for (let axis = 0; axis < rowAxis; axis++) {
    rows *= count[axis] as number;
    areScattered ||= (count[axis] as number) > 1 && (chunkShape[axis] as number) > 1;
  }
  const perRow = rowIsStepped ? rowCount : (chunkCounts[rowAxis] as number);
  const stretchCount = rows * perRow;
  const chunks = chunkCounts.reduce((product, each) => product * each, 1);

  const eachOfRow = (chunk: number[], offset: number, take: TakeStretch): boolean => {
    const step = rowIsStepped ? (stride[rowAxis] as number) : 1;
    const end = rowStart + (rowCount - 1) * step + 1;
    for (let at = rowStart; at < end;) {
      const within = at % rowChunk;
      const length = rowIsStepped ? 1 : Math.min(rowChunk - within, end - at);
      chunk[rowAxis] = (at - within) / rowChunk;
      if (!take(chunk, offset + within * stepBytes, length * stepBytes)) return false;
      at += rowIsStepped ? step : length;
    }
    return true;
  };

  const each = (take: TakeStretch): boolean => {
    const chunk = [...firstChunk];
    const below = (axis: number, offset: number, axisBytes: number): boolean => {
      if (axis === rowAxis) return eachOfRow(chunk, offset, take);
      const extent = chunkShape[axis] as number;
      const nextBytes = axisBytes / (chunkShape[axis + 1] as number);
      for (let i = 0; i < (count[axis] as number); i++) {
        const at = (start[axis] as number) + i * (stride[axis] as number);
        const within = at % extent;
        chunk[axis] = (at - within) / extent;
        if (!below(axis + 1, offset + within * axisBytes, nextBytes)) return false;
      }
      return true;
    };
    return below(0, 0, chunkShape.reduce((bytes, extent, axis) => (axis === 0 ? bytes : bytes * extent), elementBytes));
  };

  return {
    count: stretchCount,
    bytes: rowIsStepped ? stepBytes : Math.min(rowCount, rowChunk) * stepBytes,
    areScattered,
    firstChunk,
    chunkCounts,
    isDense: chunks <= mostOthers * stretchCount,
    each,
  };
}
