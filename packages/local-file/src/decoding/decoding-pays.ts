import { filterIds, type Filter } from '@h5tail/adapter';

/*
 * From how many bytes on decoding pays in another thread: a message there and back costs some tens of microseconds, in
 * which deflate gives some forty kilobytes and the fast codecs, as HDF5's plug-ins call them, some eighty.
 */
const slowBytes = 64 * 1024;
const fastBytes = 128 * 1024;
const plainBytes = 1024 * 1024;

/** Chunks that are smaller cost more to look up and to read than to decode. */
const leastChunkBytes = 4 * 1024;

/** Filters that move bytes and hardly compute. */
const plainFilters: readonly number[] = [filterIds.shuffle, filterIds.fletcher32];

/** Compression made for speed. */
const fastFilters: readonly number[] = [filterIds.lzf, filterIds.lz4, filterIds.bitshuffle, filterIds.zstd];

/** Of a chunk that is not wanted as a whole, HDF5's cache keeps the rest for the next read. */
const mostExcess = 2;

/** What a read is about. */
export interface ReadExtent {
  readonly filters: readonly Filter[];
  /** Bytes that are selected. */
  readonly selected: number;
  /** Bytes of the dataset that are in the same chunks. */
  readonly present: number;
  /** Chunks that they are in, and the bytes of each before its filters. */
  readonly chunks: number;
  readonly chunkBytes: number;
  /** Bytes of decoded chunks that HDF5 keeps of a dataset. */
  readonly cacheBytes: number;
}

/** Whether a read is worth the trip to other threads. */
export function decodingPays({ filters, selected, present, chunks, chunkBytes, cacheBytes }: ReadExtent): boolean {
  if (chunkBytes < leastChunkBytes) return false;
  if (chunkBytes <= cacheBytes && present > mostExcess * selected) return false;
  return chunks * chunkBytes >= leastBytes(filters);
}

function leastBytes(filters: readonly Filter[]): number {
  const computing = filters.filter(({ id }) => !plainFilters.includes(id));
  if (computing.length === 0) return plainBytes;
  return computing.every(({ id }) => fastFilters.includes(id)) ? fastBytes : slowBytes;
}
