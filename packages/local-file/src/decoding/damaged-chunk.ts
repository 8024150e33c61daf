import { readSync } from 'node:fs';
import { filterIds, type Filter } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ChunkIndex } from '../chunk-index.js';
import { chunkBlock } from './chunk-pieces.js';
import { decodeChunk } from './decode-here.js';
import { pipelineHere } from './pipeline-here.js';
import type { Decode } from './thread-decoders.js';

/** A writer that is in the middle of a change is through with it by the second look. */
const looks = 2;
/** A chunk that is larger after its filters makes no sense. */
const mostGrowth = 2;
const mostAdded = 2 ** 16;

/** What is undone here the same everywhere, whatever Node has. */
const undone: readonly number[] = [filterIds.deflate, filterIds.shuffle, filterIds.fletcher32, filterIds.lz4];

/** Chunks of one dataset. */
export interface CheckedChunks {
  readonly index: ChunkIndex;
  /** A descriptor of the file. */
  readonly file: number;
  /** In the order of writing, with all options that are stored. */
  readonly filters: readonly Filter[];
  /** A selection without gaps. */
  readonly slab: Hyperslab;
  /** Places of chunks that were found right before, as texts; those that are now are added. */
  readonly known: Set<string> | undefined;
}

/**
 * Finds a chunk that cannot be decoded, in this thread: for a plug-in of HDF5 that trusts what it reads.
 *
 * @returns The first element of the chunk, per axis; `undefined` where all are right or cannot be looked at here.
 */
export function damagedChunk({ index, file, filters, slab, known }: CheckedChunks): readonly number[] | undefined {
  const { chunkShape, chunkBytes, isFiltered } = index;
  if (!isFiltered || slab.size === 0 || chunkShape.length !== slab.start.length) return undefined;
  const pipeline = pipelineHere(filters, undone);
  if (pipeline === undefined || slab.stride.some((stride) => stride !== 1)) return undefined;
  const { first, counts } = chunkBlock(slab, chunkShape);
  const total = counts.reduce((product, count) => product * count, 1);
  let memory: Uint8Array | undefined;
  const output = (): Uint8Array => (memory ??= new Uint8Array(chunkBytes));
  for (let i = 0; i < total; i++) {
    const chunk = chunkOf(i, first, counts);
    if (isDamaged({ index, file, known }, chunk, pipeline, output)) {
      return chunk.map((each, axis) => each * (chunkShape[axis] as number));
    }
  }
  return undefined;
}

/** A chunk of a block, the fastest axis first. */
function chunkOf(i: number, first: readonly number[], counts: readonly number[]): number[] {
  const chunk = [...first];
  for (let axis = counts.length - 1, left = i; axis >= 0; axis--) {
    const count = counts[axis] as number;
    chunk[axis] = (chunk[axis] as number) + (left % count);
    left = Math.floor(left / count);
  }
  return chunk;
}

function isDamaged(
  { index, file, known }: Pick<CheckedChunks, 'index' | 'file' | 'known'>,
  chunk: readonly number[],
  pipeline: readonly Decode[],
  output: () => Uint8Array,
): boolean {
  let before: string | undefined;
  for (let look = 1; ; look++) {
    const { positions, sizes, filterMasks } =
      index.placesIn(
        file,
        chunk,
        chunk.map(() => 1),
      ) ?? {};
    const [position = -1, size = 0, mask = 0] = [positions?.[0], sizes?.[0], filterMasks?.[0]];
    if (position < 0) return false;
    const place = `${position} ${size} ${mask}`;
    if (known?.has(place) === true || isRight(file, { position, size, mask }, pipeline, output())) {
      known?.add(place);
      return false;
    }
    // What a writer moves is looked at once more.
    if (look >= looks && place === before) return true;
    if (look >= 2 * looks) return false;
    before = place;
  }
}

interface Place {
  readonly position: number;
  readonly size: number;
  readonly mask: number;
}

function isRight(
  file: number,
  { position, size, mask }: Place,
  pipeline: readonly Decode[],
  output: Uint8Array,
): boolean {
  if (size > mostGrowth * output.length + mostAdded) return false;
  try {
    const stored = new Uint8Array(size);
    if (readSync(file, stored, 0, size, position) < size) return false;
    decodeChunk(stored, pipeline, mask, output);
    return true;
  } catch {
    return false;
  }
}
