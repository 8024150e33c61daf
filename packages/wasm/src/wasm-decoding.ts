import { filterIds } from '@h5tail/adapter';
import { DecodePool, DecoderSet, SharedDescriptor } from '@h5tail/local-file/decoding';
import { pluginFolder } from './filter-plugins.js';

/** Of the filters that h5wasm-plugins has, those that can be decoded without it. */
const plugins = [filterIds.lz4, filterIds.bitshuffle, filterIds.zstd];

/** What decodes chunks beside an instance of h5wasm, in threads of their own. */
export class WasmDecoding {
  readonly decoders = new DecoderSet(undefined, pluginFolder() === undefined ? [] : plugins);
  /** Of files that are open, by HDF5's identifiers of them. */
  readonly #descriptors = new Map<bigint, SharedDescriptor | 'none'>();
  #pool: DecodePool | undefined;

  get pool(): DecodePool {
    return (this.#pool ??= new DecodePool());
  }

  /**
   * A descriptor of an open file, for what goes on reading after HDF5 has closed it.
   *
   * @param known The descriptor through which HDF5 reads it.
   */
  descriptorOf(id: bigint, path: string, known: number): SharedDescriptor | undefined {
    let descriptor = this.#descriptors.get(id);
    if (descriptor === undefined) {
      descriptor = SharedDescriptor.of(path, known) ?? 'none';
      this.#descriptors.set(id, descriptor);
    }
    return descriptor === 'none' ? undefined : descriptor;
  }

  /** To be called when HDF5 closes a file. */
  closed(id: bigint): void {
    const descriptor = this.#descriptors.get(id);
    this.#descriptors.delete(id);
    if (descriptor !== 'none') descriptor?.release();
  }
}
