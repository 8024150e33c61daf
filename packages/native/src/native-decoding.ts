import { DecodePool, DecoderSet } from '@h5tail/local-file/decoding';
import type { Hdf5Library } from './c/hdf5-library.js';
import { FilterPlugins } from './library/filter-plugins.js';

/** One pool for all libraries that this thread uses. */
let pool: DecodePool | undefined;

/** What decodes chunks without HDF5, and so without its lock, in threads of their own. */
export class NativeDecoding {
  readonly decoders: DecoderSet;

  constructor(library: Hdf5Library) {
    const plugins = new FilterPlugins(library);
    this.decoders = new DecoderSet({
      module: new URL('./decode-extension.js', import.meta.url).href,
      data: undefined,
      decodable: (filter) => plugins.decodable(filter),
      addressOf: (bytes) => library.loaded.koffi.address(bytes),
    });
  }

  /** Settles when there is room for another read; `undefined` where there is. */
  get room(): Promise<void> | undefined {
    return pool?.room;
  }

  get pool(): DecodePool {
    return (pool ??= new DecodePool());
  }
}
