import { filterIds, type Filter } from '@h5tail/adapter';

/*
 * From how many bytes on a read or write runs on the call thread: where it takes clearly longer than handing it over,
 * which costs some fifty microseconds. In that time four hundred kilobytes of plain bytes are copied out of the file's
 * pages, as much is decompressed by the fast codecs, and a tenth of it by the others.
 */
const plainBytes = 4 * 1024 * 1024;
const fastBytes = 1024 * 1024;
const slowBytes = 64 * 1024;

/** Filters that move bytes and hardly compute. */
const plainFilters: readonly number[] = [filterIds.shuffle, filterIds.fletcher32];

/** Compression made for speed. */
const fastFilters: readonly number[] = [filterIds.lzf, filterIds.blosc, filterIds.lz4, filterIds.bitshuffle];

/** Whether reading or writing so many bytes is worth another thread. */
export function isLongCall(bytes: number, filters: readonly Filter[]): boolean {
  const computing = filters.filter(({ id }) => !plainFilters.includes(id));
  if (computing.length === 0) return bytes >= plainBytes;
  return bytes >= (computing.every(({ id }) => fastFilters.includes(id)) ? fastBytes : slowBytes);
}
