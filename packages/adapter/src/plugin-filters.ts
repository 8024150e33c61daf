/**
 * Filters that do not belong to HDF5: reading and writing with them takes a plug-in, and is refused with `FILTER_MISSING`
 * where there is none.
 *
 * @module
 */
import { requireOption } from './filter-option.js';
import { filterIds, type Filter } from './filters.js';

const bitshuffleCompressions = { none: 0, lz4: 2, zstd: 3 } as const;
const mostBlockElements = 2 ** 31 - 8;
// LZ4 takes no more at once.
const mostLz4Bytes = 0x7e00_0000;
const zstdLevels = [1, 22] as const;

/** Options of {@link bitshuffle}. */
export interface BitshuffleOptions {
  /** What compresses the shuffled bits. Default: `lz4`. */
  readonly compression?: keyof typeof bitshuffleCompressions;
  /** Elements per block, a multiple of 8; 0, the default, takes about 8 KiB. */
  readonly blockSize?: number;
  /** Of `zstd` alone: 1 (fast) to 22 (smallest). Default: the plug-in's own. */
  readonly level?: number;
}

/**
 * Puts the first bits of all elements together, then the second ones, and so on, and compresses them: what most fast
 * detectors write.
 *
 * @throws RangeError
 */
export function bitshuffle({ compression = 'lz4', blockSize = 0, level }: BitshuffleOptions = {}): Filter {
  const block = requireOption('bitshuffle block', blockSize, 0, mostBlockElements);
  if (block % 8 !== 0) throw new RangeError(`bitshuffle block ${block} is not a multiple of 8`);
  if (level !== undefined && compression !== 'zstd')
    throw new RangeError(`bitshuffle with ${compression} has no level`);
  const levels = level === undefined ? [] : [requireOption('zstd level', level, ...zstdLevels)];
  const options = [block, bitshuffleCompressions[compression], ...levels];
  return { id: filterIds.bitshuffle, name: 'bitshuffle', options };
}

/**
 * Fast compression.
 *
 * @param blockSize Bytes to compress at once; 0 takes the plug-in's own, the whole chunk up to 1 GiB.
 * @throws RangeError
 */
export function lz4(blockSize = 0): Filter {
  return { id: filterIds.lz4, name: 'lz4', options: [requireOption('lz4 block', blockSize, 0, mostLz4Bytes)] };
}

const bloscCompressors = { blosclz: 0, lz4: 1, lz4hc: 2, snappy: 3, zlib: 4, zstd: 5 } as const;
const bloscShuffles = { none: 0, bytes: 1, bits: 2 } as const;
// The plug-in itself fills these: versions, bytes per element, bytes per chunk.
const filledByBlosc = [0, 0, 0, 0] as const;

/** Options of {@link blosc}. */
export interface BloscOptions {
  /** A plug-in may be built without some of them. Default: `lz4`. */
  readonly compressor?: keyof typeof bloscCompressors;
  /** 0 (none) to 9 (smallest). Default: 5. */
  readonly level?: number;
  /** What is shuffled beforehand. Default: `bytes`. */
  readonly shuffle?: keyof typeof bloscShuffles;
}

/**
 * Compression in blocks that fit a processor's cache, with one of several compressors.
 *
 * @throws RangeError
 */
export function blosc({ compressor = 'lz4', level = 5, shuffle = 'bytes' }: BloscOptions = {}): Filter {
  const chosen = [requireOption('blosc level', level, 0, 9), bloscShuffles[shuffle], bloscCompressors[compressor]];
  return { id: filterIds.blosc, name: 'blosc', options: [...filledByBlosc, ...chosen] };
}

/**
 * Compression that is both fast and strong.
 *
 * @param level 1 (fast) to 22 (smallest).
 * @throws RangeError
 */
export function zstd(level = 3): Filter {
  return { id: filterIds.zstd, name: 'zstd', options: [requireOption('zstd level', level, ...zstdLevels)] };
}
