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

/** Numbers of a piece that tell where the chunk is stored: position, bytes and filter mask. */
const storedNumbers = 3;

/**
 * The chunks that hold a selection without gaps, the fastest axis first: in the order of {@link chunkBlock}.
 *
 * As numbers, because a message to a thread takes them so, and small chunks come by the hundred.
 */
export class ChunkPieces {
  readonly length: number;
  /** See `BatchMessage.pieces`; zeros stand for where the chunks are stored until that is told. */
  readonly numbers: Float64Array;
  readonly #axes: number;

  constructor({ start, count }: Pick<Hyperslab, 'start' | 'count'>, chunkShape: readonly number[]) {
    const ranges = chunkShape.map((extent, axis) => rangesAlong(start[axis] as number, count[axis] as number, extent));
    this.#axes = ranges.length;
    this.length = ranges.reduce((product, along) => product * along.length, 1);
    this.numbers = new Float64Array(this.length * this.#step);
    let repeated = this.length;
    for (const [axis, along] of ranges.entries()) {
      repeated /= along.length;
      for (let i = 0; i < this.length; i++) {
        const range = along[Math.floor(i / repeated) % along.length] as Range;
        const at = i * this.#step + storedNumbers + axis;
        this.numbers[at] = range.start;
        this.numbers[at + this.#axes] = range.count;
        this.numbers[at + 2 * this.#axes] = range.place;
      }
    }
  }

  setStored(piece: number, position: number, bytes: number, mask: number): void {
    const at = piece * this.#step;
    this.numbers[at] = position;
    this.numbers[at + 1] = bytes;
    this.numbers[at + 2] = mask;
  }

  /** The numbers of some of them, in memory of their own. */
  slice(from: number, to: number): Float64Array {
    return this.numbers.slice(from * this.#step, to * this.#step);
  }

  at(piece: number): ChunkPiece {
    const at = piece * this.#step + storedNumbers;
    const part = (which: number): number[] => [
      ...this.numbers.subarray(at + which * this.#axes, at + (which + 1) * this.#axes),
    ];
    return { start: part(0), count: part(1), place: part(2) };
  }

  get #step(): number {
    return storedNumbers + 3 * this.#axes;
  }
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
