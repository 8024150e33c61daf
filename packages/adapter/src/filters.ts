/**
 * Filters that a chunk passes through on its way to the file, by the numbers registered with The HDF Group.
 *
 * @module
 */

/** One step of a dataset's filter pipeline. */
export interface Filter {
  /** Registered number of the filter. */
  readonly id: number;
  /** Name, where it is known. */
  readonly name?: string;
  /** The filter's own parameters. */
  readonly options: readonly number[];
}

/** Registered numbers of the filters that HDF5 brings along, and of the plug-ins that detectors use most. */
export const filterIds = {
  deflate: 1,
  shuffle: 2,
  fletcher32: 3,
  szip: 4,
  nbit: 5,
  scaleOffset: 6,
  lzf: 32000,
  blosc: 32001,
  lz4: 32004,
  bitshuffle: 32008,
  zstd: 32015,
} as const;

/** Compression with zlib; level 0 (none) to 9 (smallest). */
export function deflate(level = 4): Filter {
  if (!Number.isInteger(level) || level < 0 || level > 9) throw new RangeError(`deflate level ${level} is not 0 to 9`);
  return { id: filterIds.deflate, name: 'deflate', options: [level] };
}

/** Puts the first bytes of all elements together, then the second ones, and so on; makes numbers compress better. */
export function shuffle(): Filter {
  return { id: filterIds.shuffle, name: 'shuffle', options: [] };
}

/** A checksum per chunk. */
export function fletcher32(): Filter {
  return { id: filterIds.fletcher32, name: 'fletcher32', options: [] };
}
