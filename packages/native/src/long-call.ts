import { filterIds, type Filter } from '@h5tail/adapter';

/**
 * From how many bytes on a read or write runs on the call thread: where it takes longer than handing it over, which costs
 * some fifty microseconds. Bytes that are stored as they are come at ten thousand a microsecond, compressed ones at a few
 * hundred.
 */
const plainBytes = 4 * 1024 * 1024;
const filteredBytes = 64 * 1024;

/** Filters that are as fast as a copy, or nearly. */
const fastFilters: readonly number[] = [filterIds.shuffle, filterIds.fletcher32];

/** Whether reading or writing so many bytes is worth another thread. */
export function isLongCall(bytes: number, filters: readonly Filter[]): boolean {
  const isPlain = filters.every((filter) => fastFilters.includes(filter.id));
  return bytes >= (isPlain ? plainBytes : filteredBytes);
}
