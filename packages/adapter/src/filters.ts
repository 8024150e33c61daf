/**
 * Filters that a chunk passes through on its way to the file, by the numbers registered with The HDF Group.
 *
 * The options are those that one gives when a dataset is created; some filters add to them what they take from the
 * dataset, so that a dataset's `filters` may tell more.
 *
 * @module
 */
import { requireOption } from './filter-option.js';

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
  bzip2: 307,
  lzf: 32000,
  blosc: 32001,
  lz4: 32004,
  bitshuffle: 32008,
  zstd: 32015,
} as const;

/** Compression with zlib; level 0 (none) to 9 (smallest). */
export function deflate(level = 4): Filter {
  return { id: filterIds.deflate, name: 'deflate', options: [requireOption('deflate level', level, 0, 9)] };
}

/** Puts the first bytes of all elements together, then the second ones, and so on; makes numbers compress better. */
export function shuffle(): Filter {
  return { id: filterIds.shuffle, name: 'shuffle', options: [] };
}

/** A checksum per chunk. */
export function fletcher32(): Filter {
  return { id: filterIds.fletcher32, name: 'fletcher32', options: [] };
}

const szipCodings = { entropy: 4, neighbour: 32 } as const;

/** Options of {@link szip}. */
export interface SzipOptions {
  /** `neighbour` codes the differences of neighbours, which suits most images; `entropy` the elements themselves. */
  readonly coding?: keyof typeof szipCodings;
  /** Elements per block: even, 2 to 32, and no more than the chunk has along its fastest axis. Default: 16. */
  readonly pixelsPerBlock?: number;
}

/**
 * Compression of integers and floats as on satellites. The HDF5 library must have been built with it.
 *
 * @throws RangeError
 */
export function szip({ coding = 'neighbour', pixelsPerBlock = 16 }: SzipOptions = {}): Filter {
  const pixels = requireOption('szip block', pixelsPerBlock, 2, 32);
  if (pixels % 2 !== 0) throw new RangeError(`szip block ${pixels} is not even`);
  return { id: filterIds.szip, name: 'szip', options: [szipCodings[coding], pixels] };
}

/** Leaves out the bits that the elements' dtype does not use. */
export function nbit(): Filter {
  return { id: filterIds.nbit, name: 'n-bit', options: [] };
}

const floatDecimals = 0;
const integerBits = 2;
// A 64-bit float has nothing to the right of this decimal; an integer no more bits.
const mostDecimals = 308;
const mostBits = 64;

/** Options of {@link scaleOffset}. */
export type ScaleOffsetOptions =
  | {
      /** Of integers: bits to keep per element, above the least one of the chunk; 0 takes as many as it needs. Default: 0. */
      readonly bits?: number;
    }
  | {
      /** Of floats: decimals to keep; the others are lost. */
      readonly decimals: number;
    };

/**
 * Stores the distance of each element from the least one of its chunk, in as few bits as that takes. Nothing is lost of
 * integers, unless `bits` is too small; floats keep some decimals only.
 *
 * @throws RangeError
 */
export function scaleOffset(options: ScaleOffsetOptions = {}): Filter {
  const scale =
    'decimals' in options
      ? [floatDecimals, requireOption('scale-offset decimals', options.decimals, 0, mostDecimals)]
      : [integerBits, requireOption('scale-offset bits', options.bits ?? 0, 0, mostBits)];
  return { id: filterIds.scaleOffset, name: 'scale-offset', options: scale };
}
