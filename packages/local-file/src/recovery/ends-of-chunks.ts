import type { ChunkIndex } from '../chunk-index.js';
import { blocksOfChunks, chunksAtOnce, type BlockOfChunks } from './blocks-of-chunks.js';

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
  for (const block of blocksOfChunks(along, 0, first)) yield endOfBlock(descriptor, index, block);

  // An extent along another axis is that of a frame, and there from the beginning.
  const across = along.slice(1).reduce((product, chunks) => product * chunks, 1);
  if (across === 0) return;
  const rows = Math.max(1, Math.floor(chunksAtOnce / across));
  const most = mostAlong[0] as number;
  for (let from = first, found = true; found && from < most; from += rows) {
    found = false;
    for (const block of blocksOfChunks(along, from, Math.min(from + rows, most))) {
      const end = endOfBlock(descriptor, index, block);
      found ||= end > 0;
      yield end;
    }
  }
}

/** 0 where no chunk of the block is stored, or that is not certain. */
function endOfBlock(descriptor: number, index: ChunkIndex, { first, counts }: BlockOfChunks): number {
  let last = -1;
  for (const position of index.placesIn(descriptor, first, counts)?.positions ?? []) last = Math.max(last, position);
  return last < 0 ? 0 : last + index.chunkBytes;
}
