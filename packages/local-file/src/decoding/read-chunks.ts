import type { Filter } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ChunkIndex } from '../chunk-index.js';
import { chunkPieces, countChunks, type ChunkPiece } from './chunk-pieces.js';
import type { DecodePool } from './decode-pool.js';
import type { BatchMessage } from './decode-thread.js';
import type { DecodableFilter, DecoderSet } from './decoder-set.js';
import { decodingPays } from './decoding-pays.js';
import { placePart } from './place-part.js';
import type { SharedDescriptor } from './shared-descriptor.js';
import { areSamePlaces, placesOf, type PiecePlaces } from './stored-pieces.js';

/** A read of elements behind filters, which are stored as memory holds them. */
export interface ChunkedRead {
  readonly pool: DecodePool;
  readonly decoders: DecoderSet;
  /** The file that holds all of the dataset. */
  readonly file: SharedDescriptor;
  readonly index: ChunkIndex;
  /** In the order of writing, with all options that are stored. */
  readonly filters: readonly Filter[];
  readonly elementBytes: number;
  /** Extents of the dataset. */
  readonly shape: readonly number[];
  readonly slab: Hyperslab;
  /** Memory for the selected elements, which is the caller's and stays in place. */
  readonly bytes: Uint8Array;
  /** Bytes of decoded chunks that HDF5 keeps of the dataset. */
  readonly cacheBytes: number;
}

/**
 * Reads and decodes chunks in other threads, where that pays.
 *
 * Where the chunks are is asked before the call returns, and again when they are decoded: what a writer has moved
 * meanwhile does not count.
 *
 * @returns `undefined` where it does not pay or cannot be done, so that nothing was begun. Else whether `bytes` are right;
 * where not, HDF5 tells what is wrong, or reads what cannot be read here.
 */
export function readChunksDecoded(read: ChunkedRead): Promise<boolean> | undefined {
  const { pool, index, filters, elementBytes, shape, slab, bytes, cacheBytes } = read;
  const { chunkShape, chunkBytes } = index;
  if (!pool.isUsable || chunkShape.length !== slab.start.length) return undefined;
  const { chunks, elements } = countChunks(slab, chunkShape, shape);
  const [selected, present] = [bytes.length, elements * elementBytes];
  const pays = decodingPays({ filters, selected, present, chunks, chunkBytes, cacheBytes });
  return pays ? decodeChunks(read) : undefined;
}

/** The same, whether it pays or not. */
export function decodeChunks(read: DecodedRead): Promise<boolean> | undefined {
  const { decoders, file, index, filters, slab, elementBytes } = read;
  const { chunkShape, chunkBytes, isFiltered, steps } = index;
  if (!isFiltered || chunkShape.length !== slab.start.length || slab.stride.some((stride) => stride !== 1)) {
    return undefined;
  }
  if (chunkShape.reduce((product, extent) => product * extent, elementBytes) !== chunkBytes) return undefined;
  const pipeline = decoders.pipeline(filters);
  if (pipeline === undefined) return undefined;
  const pieces = chunkPieces(slab, chunkShape, steps);
  const places = placesOf(index, file.descriptor, pieces);
  return places && decodePieces(read, pipeline, pieces, places);
}

/** What it takes, once it is known to pay. */
type DecodedRead = Omit<ChunkedRead, 'cacheBytes' | 'shape'>;

async function decodePieces(
  read: DecodedRead,
  pipeline: readonly DecodableFilter[],
  pieces: ChunkPiece[],
  places: PiecePlaces,
): Promise<boolean> {
  const { pool, decoders, file, index } = read;
  file.retain();
  try {
    const batches = batchesOf(read, pieces);
    const address = decoders.addressOf?.(read.bytes);
    const messages = batches.map(({ from, to }) =>
      message(read, pipeline, address, encodePieces(pieces, places, from, to)),
    );
    const isDecoded = await pool.decode(messages, decoders.message, read.bytes.length, (i, parts) => {
      const { from, to } = batches[i] as Batch;
      return parts === undefined || placeParts(read, pieces.slice(from, to), parts);
    });
    return isDecoded && areSamePlaces(places, placesOf(index, file.descriptor, pieces));
  } finally {
    file.release();
  }
}

/** Pieces that travel together: from one, up to another one. */
interface Batch {
  readonly from: number;
  readonly to: number;
}

const [leastBatchBytes, mostBatchBytes] = [128 * 1024, 1024 * 1024];

/** Small chunks together, because each message costs; but enough batches for all threads. */
function batchesOf({ pool, index: { chunkBytes } }: DecodedRead, pieces: readonly ChunkPiece[]): Batch[] {
  const share = (pieces.length * chunkBytes) / (2 * pool.threads);
  const batchBytes = Math.min(mostBatchBytes, Math.max(leastBatchBytes, share));
  const perBatch = Math.max(1, Math.round(batchBytes / chunkBytes));
  const batches: Batch[] = [];
  for (let from = 0; from < pieces.length; from += perBatch) {
    batches.push({ from, to: Math.min(pieces.length, from + perBatch) });
  }
  return batches;
}

function message(
  { decoders, file, elementBytes, index, slab }: DecodedRead,
  filters: readonly DecodableFilter[],
  address: bigint | undefined,
  pieces: Float64Array,
): BatchMessage {
  return {
    set: decoders.number,
    file: file.descriptor,
    filters,
    elementBytes,
    chunkShape: index.chunkShape,
    resultShape: slab.count,
    address,
    pieces,
  };
}

/** See `BatchMessage.pieces`. */
function encodePieces(pieces: readonly ChunkPiece[], places: PiecePlaces, from: number, to: number): Float64Array {
  const numbers: number[] = [];
  for (let i = from; i < to; i++) {
    const { start, count, place } = pieces[i] as ChunkPiece;
    numbers.push(places.positions[i] as number, places.sizes[i] as number, places.masks[i] as number);
    numbers.push(...start, ...count, ...place);
  }
  return Float64Array.from(numbers);
}

/** @returns Whether there is memory to put them into; the caller may have given it to another thread. */
function placeParts({ slab, elementBytes, bytes }: DecodedRead, pieces: ChunkPiece[], parts: Uint8Array): boolean {
  // Memory that was given away has no length.
  if (bytes.length === 0) return false;
  let at = 0;
  for (const { count, place } of pieces) {
    const length = count.reduce((product, extent) => product * extent, elementBytes);
    placePart(parts.subarray(at, at + length), bytes, { count, place, shape: slab.count }, elementBytes);
    at += length;
  }
  return true;
}
