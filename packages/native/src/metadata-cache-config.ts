import { constants } from './c/constants.js';
import { structures } from './c/structures.js';
import type { Koffi } from './library/load-koffi.js';
import type { NativeSettings } from './native-settings.js';

/** Memory for an `H5AC_cache_config_t`, to be filled by HDF5, changed and given back. */
export class MetadataCacheConfig {
  readonly memory: Uint8Array;
  readonly #koffi: Koffi;
  readonly #type: import('koffi').TypeObject;

  constructor(koffi: Koffi) {
    this.#koffi = koffi;
    this.#type = koffi.struct({ ...structures.H5AC_cache_config_t });
    this.memory = new Uint8Array(koffi.sizeof(this.#type));
    // HDF5 fills what the version says, so it has to be there before.
    new DataView(this.memory.buffer).setInt32(0, constants.H5AC__CURR_CACHE_CONFIG_VERSION, true);
  }

  /** Changes what the settings name. */
  apply({ initialBytes, smallestBytes, largestBytes }: NonNullable<NativeSettings['metadataCache']>): void {
    const config = this.#koffi.decode(this.memory, this.#type) as Record<string, unknown>;
    this.#koffi.encode(this.memory, this.#type, {
      ...config,
      ...(initialBytes === undefined ? {} : { set_initial_size: 1, initial_size: initialBytes }),
      ...(smallestBytes === undefined ? {} : { min_size: smallestBytes }),
      ...(largestBytes === undefined ? {} : { max_size: largestBytes }),
    });
  }
}
