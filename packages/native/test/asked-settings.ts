import { constants } from '../src/c/constants.js';
import type { Hdf5Library } from '../src/c/hdf5-library.js';
import type { FileId } from '../src/c/identifiers.js';
import type { LoadedLibrary } from '../src/library/load-library.js';

type Call = (...parameters: unknown[]) => number | bigint;

/** What HDF5 says of the only file, and the only dataset, that this process has open. */
export class AskedSettings {
  readonly #loaded: LoadedLibrary;
  readonly #library: Hdf5Library;
  readonly #accessList: Call;
  readonly #chunkCache: Call;
  readonly #metadataCache: Call;

  constructor(loaded: LoadedLibrary, library: Hdf5Library) {
    this.#loaded = loaded;
    this.#library = library;
    this.#accessList = loaded.handle.func('int64_t H5Dget_access_plist(int64_t dataset)');
    this.#chunkCache = loaded.handle.func('int H5Pget_chunk_cache(int64_t list, void *, void *, void *)');
    this.#metadataCache = loaded.handle.func('int H5Fget_mdc_config(int64_t file, void *config)');
  }

  chunkCache(): unknown {
    const list = this.#accessList(this.#only(constants.H5F_OBJ_DATASET));
    const [slots, bytes, preemption] = [new BigUint64Array(1), new BigUint64Array(1), new Float64Array(1)];
    this.#chunkCache(list, slots, bytes, preemption);
    this.#library.c.H5Pclose(list as never);
    return { slots: Number(slots[0]), bytes: Number(bytes[0]), preemption: preemption[0] };
  }

  /** @param structures Where `H5AC_cache_config_t` is laid out. */
  metadataCache({ H5AC_cache_config_t }: { readonly H5AC_cache_config_t: object }): unknown {
    const { koffi } = this.#loaded;
    const type = koffi.struct({ ...H5AC_cache_config_t } as Record<string, string>);
    const config = new Uint8Array(koffi.sizeof(type));
    new DataView(config.buffer).setInt32(0, constants.H5AC__CURR_CACHE_CONFIG_VERSION, true);
    this.#metadataCache(this.#only(1), config);
    return koffi.decode(config, type);
  }

  #only(kind: number): bigint {
    const ids = new BigInt64Array(2);
    const count = this.#library.c.H5Fget_obj_ids(BigInt(constants.H5F_OBJ_ALL) as FileId, kind, 2, ids);
    if (Number(count) !== 1) throw new Error(`there are ${count}`);
    return ids[0] as bigint;
  }
}
