import type { ChunkIndex } from '../chunk-index.js';

/** Chunks that are asked for at once. */
const chunksAtOnce = 2 ** 16;
/** So many take seconds; what says that it has more is no dataset, or nearly empty. */
const mostChunks = 2 ** 32;

/**
 * Where the chunks of a dataset end that are stored without filters, those behind its extent along the first axis with them:
 * a writer stores chunks before the extent that covers them, and the index leads there as soon as the dataset grows.
 *
 * @param descriptor Of the file, open for reading.
 * @param shape Extents of the dataset now.
 * @param mostAlong Chunks along each axis of the dataset at its largest.
 * @returns Byte counts from the beginning of the file: for each of some blocks of chunks the last of their ends.
 */
export function* endsOfChunks(
  descriptor: number,
  index: ChunkIndex,
  shape: readonly number[],
  mostAlong: readonly number[],
): Generator<number> {
  const along = shape.map((extent, axis) => Math.ceil(extent / (index.chunkShape[axis] as number)));
  if (along.reduce((product, chunks) => product * chunks, 1) > mostChunks) return;
  const first = along[0] as number;
  for (const block of blocksOf(along, 0, first)) yield endOfBlock(descriptor, index, block);

  // An extent along another axis is that of a frame, and there from the beginning.
  const across = along.slice(1).reduce((product, chunks) => product * chunks, 1);
  if (across === 0) return;
  const rows = Math.max(1, Math.floor(chunksAtOnce / across));
  const most = mostAlong[0] as number;
  for (let from = first, found = true; found && from < most; from += rows) {
    found = false;
    for (const block of blocksOf(along, from, Math.min(from + rows, most))) {
      const end = endOfBlock(descriptor, index, block);
      found ||= end > 0;
      yield end;
    }
  }
}

interface Block {
  readonly first: readonly number[];
  readonly counts: readonly number[];
}

/** All chunks of some rows, in blocks that are small enough, the fastest axis first. */
function* blocksOf(along: readonly number[], fromRow: number, toRow: number): Generator<Block> {
  const from = along.map((_, axis) => (axis === 0 ? fromRow : 0));
  const to = along.map((chunks, axis) => (axis === 0 ? toRow : chunks));
  if (from.some((chunk, axis) => chunk >= (to[axis] as number))) return;
  const most = from.map(() => 1);
  for (let axis = along.length - 1, size = 1; axis >= 0; axis--) {
    const length = (to[axis] as number) - (from[axis] as number);
    most[axis] = Math.max(1, Math.min(length, Math.floor(chunksAtOnce / size)));
    size *= most[axis] as number;
  }
  const first = [...from];
  for (;;) {
    yield {
      first: [...first],
      counts: first.map((at, axis) => Math.min(most[axis] as number, (to[axis] as number) - at)),
    };
    let axis = along.length - 1;
    for (; axis >= 0; axis--) {
      first[axis] = (first[axis] as number) + (most[axis] as number);
      if ((first[axis] as number) < (to[axis] as number)) break;
      first[axis] = from[axis] as number;
    }
    if (axis < 0) return;
  }
}

/** 0 where no chunk of the block is stored, or that is not certain. */
function endOfBlock(descriptor: number, index: ChunkIndex, { first, counts }: Block): number {
  let last = -1;
  for (const position of index.placesIn(descriptor, first, counts)?.positions ?? []) last = Math.max(last, position);
  return last < 0 ? 0 : last + index.chunkBytes;
}
