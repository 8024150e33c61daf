import { Hdf5Error, type Hdf5Adapter } from '@h5tail/adapter';

/** What `--backend` takes. */
export const backendNames = ['auto', 'wasm', 'native'] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];

/** Why there is no native backend, for errors and for `h5tail doctor`. */
export const nativeBackendRemedy = 'Use --backend wasm, which brings its own HDF5';

/**
 * Loads the HDF5 implementation that the user chose. `auto` takes the best one there is; a name never falls back to
 * another one.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export async function openBackend(name: BackendName): Promise<Hdf5Adapter> {
  switch (name) {
    case 'auto':
    case 'wasm':
      return (await import('@h5tail/wasm')).wasmAdapter();
    case 'native':
      throw new Hdf5Error('BACKEND_UNAVAILABLE', 'this version of h5tail has no native backend', {
        remedy: nativeBackendRemedy,
      });
  }
}
