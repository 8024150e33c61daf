import { filterIds } from '@h5tail/adapter';
import { describeAdapter } from '@h5tail/adapter-conformance';
import { wasmAdapter } from '../src/index.js';

const { bzip2, lzf, lz4, bitshuffle, zstd } = filterIds;

describeAdapter({
  name: 'wasm',
  createAdapter: () => wasmAdapter(),
  // From h5wasm-plugins, which is installed here. Its blosc is left out: it has no zlib.
  filters: [bzip2, lzf, lz4, bitshuffle, zstd],
});
