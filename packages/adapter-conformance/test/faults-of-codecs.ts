import * as adapters from './codec-adapters.js';
import type { Fault } from './fault.js';

/** Cases on elements behind filters that take a plug-in. */
const readsOthers = [
  'lzf',
  'shuffle-lzf',
  'bitshuffle',
  'bitshuffle-64',
  'bitshuffle-lz4',
  'bitshuffle-lz4-64',
  'zstd-1',
  'zstd-19',
  'lz4',
  'lz4-block-500',
  'shuffle-lz4',
  'bzip2',
  'shuffle-bzip2',
  'blosc-blosclz',
  'blosc-lz4',
  'blosc-lz4hc',
  'blosc-zlib',
  'blosc-zstd',
  'blosc-lz4-bitshuffle',
].map((group) => `reads right, or names the filter: ${group}`);

/** Cases that write through such a filter and read the elements again. */
const writesOthers = [
  'writes elements into a dataset behind a filter, or names the filter and leaves all as it was',
  ...[
    'bitshuffle with LZ4',
    'bitshuffle alone',
    'LZ4',
    'blosc with LZ4',
    'blosc with zstd',
    'zstd',
    'shuffle and LZ4',
  ].map((name) => `writes through ${name}, or names the filter`),
];

const others = {
  codecs: [...readsOthers, 'reads right, or names the filter, in SWMR mode and after a refresh', ...writesOthers],
  goldens: ['layouts.h5 /filters'],
};

/** What goes wrong where a filter is missing. */
export const faultsOfCodecs: Readonly<Record<string, Fault>> = {
  'zeros where a plug-in is missing': { adapter: adapters.zerosWithoutPlugin, fails: others },
  'a missing filter without its name': { adapter: adapters.namelessFilter, fails: others },
  'szip missing': {
    adapter: adapters.withoutSzip,
    fails: {
      codecs: [
        ...['entropy-8', 'entropy-32', 'neighbour-8', 'neighbour-16', 'neighbour-32'].map(
          (kind) => `reads right, or names the filter: szip-${kind}`,
        ),
        // What can be written must be read again.
        writesOthers[0] as string,
        'writes through szip by neighbours',
        'writes through szip by entropy',
        'writes through n-bit and szip',
        ...writesOthers.slice(1),
      ],
      goldens: ['layouts.h5 /filters'],
    },
  },
};
