import type { Filter } from '@h5tail/adapter';
import type { Hyperslab } from '@h5tail/adapter/implementation';
import type { ChunkIndex } from '../chunk-index.js';
import { arePiecesInOrder, chunkBlock, ChunkPieces, countChunks, type ChunkBlock } from './chunk-pieces.js';
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
  /** Not empty. */
  readonly slab: Hyperslab;
  /** Memory for the selected elements, which is the caller's and stays in place; `undefined` for fresh memory. */
  readonly bytes: Uint8Array | undefined;
  /** Bytes of decoded chunks that HDF5 keeps of the dataset. */
  readonly cacheBytes: number;
}

/**
 * Reads and decodes chunks in other threads, where that pays.
 *
 * Where the chunks are is asked before the call returns, and again when they are decoded: what a writer has moved
 * meanwhile does not count.
 *
 * @returns `undefined` where it does not pay or cannot be done, so that nothing was begun. Else the selected elements, in
 * the memory of the caller or in fresh memory, which then begins at the beginning of its buffer; nothing where they are
 * not right: HDF5 tells what is wrong, or reads what cannot be read here.
 */
export function readChunksDecoded(read: ChunkedRead): Promise<Uint8Array | undefined> | undefined {
  const { pool, index, filters, elementBytes, shape, slab, cacheBytes } = read;
  const { chunkShape, chunkBytes } = index;
  if (!pool.isUsable || chunkShape.length !== slab.start.length) return undefined;
  const { chunks, elements } = countChunks(slab, chunkShape, shape);
  const [selected, present] = [slab.size * elementBytes, elements * elementBytes];
  const pays = decodingPays({ filters, selected, present, chunks, chunkBytes, cacheBytes });
  return pays ? decodeChunks(read) : undefined;
}

/** The same, whether it pays or not. */
export function decodeChunks(read: DecodedRead): Promise<Uint8Array | undefined> | undefined {
  const { pool, decoders, file, index, filters, slab, elementBytes } = read;
  const { chunkShape, chunkBytes, isFiltered } = index;
  if (
    !pool.isUsable ||
    !isFiltered ||
    chunkShape.length !== slab.start.length ||
    slab.stride.some((stride) => stride !== 1)
  ) {
    return undefined;
  }
  if (chunkShape.reduce((product, extent) => product * extent, elementBytes) !== chunkBytes) return undefined;
  const pipeline = decoders.pipeline(filters);
  if (pipeline === undefined) return undefined;
  const block = chunkBlock(slab, chunkShape);
  const places = placesOf(index, file.descriptor, block);
  return places && decodePieces(read, pipeline, block, places);
}

/** What it takes, once it is known to pay. */
type DecodedRead = Omit<ChunkedRead, 'cacheBytes' | 'shape'>;

async function decodePieces(
  read: DecodedRead,
  pipeline: readonly DecodableFilter[],
  block: ChunkBlock,
  places: PiecePlaces,
): Promise<Uint8Array | undefined> {
  const { pool, decoders, file, index, slab } = read;
  file.retain();
  try {
    // Asked again after each wait: others that waited may have taken it.
    while (pool.room !== undefined) await pool.room;
    const pieces = new ChunkPieces(slab, index.chunkShape);
    for (let i = 0; i < pieces.length; i++) {
      pieces.setStored(i, places.positions[i] as number, places.sizes[i] as number, places.masks[i] as number);
    }
    const batches = batchesOf(read, pieces);
    const result = new Result(read, batches.length === 1 && arePiecesInOrder(block, slab.count));
    const address = result.addressIn(decoders);
    const messages = batches.map(({ from, to }) => message(read, pipeline, address, pieces.slice(from, to)));
    const isDecoded = await pool.decode(messages, decoders.message, result.byteLength, (i, parts) => {
      const { from, to } = batches[i] as Batch;
      return parts === undefined || result.take(pieces, from, to, parts);
    });
    return isDecoded && areSamePlaces(places, placesOf(index, file.descriptor, block)) ? result.bytes : undefined;
  } finally {
    file.release();
  }
}

/** The memory of a read, fresh or the caller's. */
class Result {
  readonly byteLength: number;
  readonly #slab: Hyperslab;
  readonly #elementBytes: number;
  readonly #mayAdopt: boolean;
  #bytes: Uint8Array | undefined;

  /** @param isOnePart Whether what a thread sends is all of it, in its order. */
  constructor({ slab, elementBytes, bytes }: DecodedRead, isOnePart: boolean) {
    this.byteLength = slab.size * elementBytes;
    this.#slab = slab;
    this.#elementBytes = elementBytes;
    this.#bytes = bytes;
    this.#mayAdopt = isOnePart && bytes === undefined;
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= new Uint8Array(this.byteLength));
  }

  /** Its address, where threads can be given that. */
  addressIn({ addressOf }: DecoderSet): bigint | undefined {
    return addressOf?.(this.bytes);
  }

  /** @returns Whether there is memory to put the pieces into; the caller may have given it to another thread. */
  take(pieces: ChunkPieces, from: number, to: number, parts: Uint8Array): boolean {
    if (this.#mayAdopt) {
      this.#bytes = parts;
      return parts.length === this.byteLength;
    }
    let at = 0;
    try {
      const { bytes } = this;
      // Memory that was given away has no length.
      if (bytes.length === 0) return false;
      for (let i = from; i < to; i++) {
        const { count, place } = pieces.at(i);
        const length = count.reduce((product, extent) => product * extent, this.#elementBytes);
        placePart(
          parts.subarray(at, at + length),
          bytes,
          { count, place, shape: this.#slab.count },
          this.#elementBytes,
        );
        at += length;
      }
      return true;
    } catch {
      // There is no memory for it, as HDF5 will find too.
      return false;
    }
  }
}

/** Pieces that travel together: from one, up to another one. */
interface Batch {
  readonly from: number;
  readonly to: number;
}

const [leastBatchBytes, mostBatchBytes] = [128 * 1024, 1024 * 1024];

/** Small chunks together, because each message costs; but enough batches for all threads that have nothing to do. */
function batchesOf({ pool, index: { chunkBytes } }: DecodedRead, pieces: ChunkPieces): Batch[] {
  const { idle } = pool;
  const share = (pieces.length * chunkBytes) / (idle > 1 ? 2 * idle : 1);
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
