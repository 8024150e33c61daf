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
  const rowAxis = rowAxisOf(chunkShape, shape, count);
  const stepBytes = bytesBehind(rowAxis, shape, elementBytes);
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
    return below(
      0,
      0,
      chunkShape.reduce((bytes, extent, axis) => (axis === 0 ? bytes : bytes * extent), elementBytes),
    );
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

/** A selection that is one stretch. */
export interface OnlyStretch {
  readonly chunk: readonly number[];
  /** Where it begins in the chunk, and its bytes. */
  readonly offset: number;
  readonly byteLength: number;
}

/** The one stretch that a selection is, as a frame mostly is; `undefined` where it is several. See {@link stretchesOf}. */
export function onlyStretch(
  { storage: { chunkShape }, shape, elementBytes }: StoredShape,
  { start, count, stride }: Hyperslab,
): OnlyStretch | undefined {
  const rowAxis = rowAxisOf(chunkShape, shape, count);
  for (let axis = 0; axis < rowAxis; axis++) if (count[axis] !== 1) return undefined;
  const rowCount = count[rowAxis] as number;
  if (rowCount > 1 && stride[rowAxis] !== 1) return undefined;
  if (((start[rowAxis] as number) % (chunkShape[rowAxis] as number)) + rowCount > (chunkShape[rowAxis] as number)) {
    return undefined;
  }
  const chunk: number[] = [];
  let elements = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    const extent = chunkShape[axis] as number;
    const within = (start[axis] as number) % extent;
    chunk.push(((start[axis] as number) - within) / extent);
    elements = elements * extent + within;
  }
  const byteLength = rowCount * bytesBehind(rowAxis, shape, elementBytes);
  return { chunk, offset: elements * elementBytes, byteLength };
}

/** The last axis along which not all is selected, or a chunk is not as wide as the dataset; else the first. */
function rowAxisOf(chunkShape: readonly number[], shape: readonly number[], count: readonly number[]): number {
  let axis = shape.length - 1;
  while (axis > 0 && count[axis] === shape[axis] && chunkShape[axis] === shape[axis]) axis--;
  return axis;
}

function bytesBehind(rowAxis: number, shape: readonly number[], elementBytes: number): number {
  let bytes = elementBytes;
  for (let axis = rowAxis + 1; axis < shape.length; axis++) bytes *= shape[axis] as number;
  return bytes;
}
