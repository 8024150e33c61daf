import type { Hyperslab } from '@h5tail/adapter/implementation';

/** Told of one stretch: its chunk (an array that is used again), where it begins in that, and its bytes. */
export type TakeStretch = (chunk: readonly number[], offset: number, byteLength: number) => boolean;

/** How elements are stored, as far as it matters here. */
export interface StoredShape {
  readonly storage: { readonly chunkShape: readonly number[] };
  readonly shape: readonly number[];
  readonly elementBytes: number;
}

/** So many chunks that are not asked for may be looked up for one that is. */
const mostOthers = 4;

/**
 * The parts of chunks that selected elements take up, each in one piece, in the order of the elements.
 *
 * Along the axes behind the "row axis", all is selected, and chunks are as wide as the dataset; so along the row axis
 * neighbours in a chunk are neighbours in the file.
 */
export class Stretches {
  /** The block of chunks that holds them all. */
  readonly firstChunk: readonly number[];
  readonly chunkCounts: readonly number[];
  readonly #slab: Hyperslab;
  readonly #chunkShape: readonly number[];
  readonly #rowAxis: number;
  /** Bytes of one step along the row axis. */
  readonly #stepBytes: number;
  /** Whether neighbours along the row axis are left out. */
  readonly #isStepped: boolean;

  constructor({ storage: { chunkShape }, shape, elementBytes }: StoredShape, slab: Hyperslab) {
    const { start, count, stride } = slab;
    this.#slab = slab;
    this.#chunkShape = chunkShape;
    this.#rowAxis = rowAxisOf(chunkShape, shape, count);
    this.#stepBytes = bytesBehind(this.#rowAxis, shape, elementBytes);
    this.#isStepped = stride[this.#rowAxis] !== 1 && this.#rowCount > 1;
    this.firstChunk = start.map((first, axis) => Math.floor(first / (chunkShape[axis] as number)));
    this.chunkCounts = this.firstChunk.map((first, axis) => {
      const last = (start[axis] as number) + ((count[axis] as number) - 1) * (stride[axis] as number);
      return Math.floor(last / (chunkShape[axis] as number)) - first + 1;
    });
  }

  /** How many. */
  get count(): number {
    let count = this.#isStepped ? this.#rowCount : (this.chunkCounts[this.#rowAxis] as number);
    for (let axis = 0; axis < this.#rowAxis; axis++) count *= this.#slab.count[axis] as number;
    return count;
  }

  /** Bytes of each, but perhaps of the first and last ones of a row. */
  get bytes(): number {
    return this.#isStepped ? this.#stepBytes : Math.min(this.#rowCount, this.#rowChunk) * this.#stepBytes;
  }

  /** Whether a chunk may hold several that are not side by side. */
  get areScattered(): boolean {
    if (this.#isStepped && this.#rowChunk > 1) return true;
    for (let axis = 0; axis < this.#rowAxis; axis++) {
      if ((this.#slab.count[axis] as number) > 1 && (this.#chunkShape[axis] as number) > 1) return true;
    }
    return false;
  }

  /** Whether the block of chunks has few others. */
  get isDense(): boolean {
    return this.chunkCounts.reduce((product, count) => product * count, 1) <= mostOthers * this.count;
  }

  /** @returns Whether `take` said so of all; it is not asked again once it did not. */
  each(take: TakeStretch): boolean {
    return this.#eachFrom(0, [...this.firstChunk], 0, take);
  }

  get #rowCount(): number {
    return this.#slab.count[this.#rowAxis] as number;
  }

  get #rowChunk(): number {
    return this.#chunkShape[this.#rowAxis] as number;
  }

  /** @param steps Steps of this axis, counted within the chunk, that come before. */
  #eachFrom(axis: number, chunk: number[], steps: number, take: TakeStretch): boolean {
    const extent = this.#chunkShape[axis] as number;
    if (axis === this.#rowAxis) return this.#eachOfRow(chunk, steps * extent, take);
    const { start, count, stride } = this.#slab;
    for (let i = 0; i < (count[axis] as number); i++) {
      const at = (start[axis] as number) + i * (stride[axis] as number);
      const within = at % extent;
      chunk[axis] = (at - within) / extent;
      if (!this.#eachFrom(axis + 1, chunk, steps * extent + within, take)) return false;
    }
    return true;
  }

  #eachOfRow(chunk: number[], steps: number, take: TakeStretch): boolean {
    const { start, stride } = this.#slab;
    const axis = this.#rowAxis;
    const [rowChunk, stepBytes] = [this.#rowChunk, this.#stepBytes];
    const step = this.#isStepped ? (stride[axis] as number) : 0;
    const end = (start[axis] as number) + (this.#rowCount - 1) * (step || 1) + 1;
    for (let at = start[axis] as number; at < end;) {
      const within = at % rowChunk;
      const length = step > 0 ? 1 : Math.min(rowChunk - within, end - at);
      chunk[axis] = (at - within) / rowChunk;
      if (!take(chunk, (steps + within) * stepBytes, length * stepBytes)) return false;
      at += step > 0 ? step : length;
    }
    return true;
  }
}

/** A selection that is one stretch. */
export interface OnlyStretch {
  readonly chunk: readonly number[];
  /** Where it begins in the chunk, and its bytes. */
  readonly offset: number;
  readonly byteLength: number;
}

/** The one stretch that a selection is, as a frame mostly is; `undefined` where it is several. See {@link Stretches}. */
export function onlyStretch(
  { storage: { chunkShape }, shape, elementBytes }: StoredShape,
  { start, count, stride }: Hyperslab,
): OnlyStretch | undefined {
  const rowAxis = rowAxisOf(chunkShape, shape, count);
  for (let axis = 0; axis < rowAxis; axis++) if (count[axis] !== 1) return undefined;
  const rowCount = count[rowAxis] as number;
  const rowChunk = chunkShape[rowAxis] as number;
  if (rowCount > 1 && stride[rowAxis] !== 1) return undefined;
  if (((start[rowAxis] as number) % rowChunk) + rowCount > rowChunk) return undefined;
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
