import type { Capabilities } from './capabilities.js';
import type { Hdf5File, OpenOptions } from './file.js';

/** What an implementation of HDF5 says of itself once it is loaded. */
export interface BackendVersion {
  /** Version of the HDF5 library, for example `2.0.0`. */
  readonly hdf5: string;
  /** What carries it, for example `h5wasm 0.10.3`. */
  readonly implementation: string;
}

/**
 * An implementation of HDF5. Applications choose one and hand it over; packages take whatever they are given.
 *
 * @example
 * ```ts
 * import { openFile } from '@h5tail/adapter';
 * import { wasmAdapter } from '@h5tail/wasm';
 *
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * ```
 */
export interface Hdf5Adapter {
  /** Version of this interface. */
  readonly specVersion: 1;
  /** Short name, for example `wasm`. */
  readonly name: string;
  readonly capabilities: Capabilities;

  /**
   * Loads the library, if that is not done yet, and tells its version.
   *
   * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
   */
  version(): Promise<BackendVersion>;

  /**
   * Asks which filters chunks can be read through; the library loads their plug-ins to find out. Left out by adapters that
   * cannot tell before a chunk is read.
   *
   * @param ids Registered numbers, see `filterIds`.
   * @returns Those of `ids` that the library has, or finds a plug-in for.
   * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
   */
  availableFilters?(ids: readonly number[]): Promise<readonly number[]>;

  /** Called by `openFile`; use that. */
  open(path: string, options: OpenOptions): Promise<Hdf5File>;
}
