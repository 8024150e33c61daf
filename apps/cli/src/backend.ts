import { Hdf5Error, isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';

/** What `--backend` takes. */
export const backendNames = ['auto', 'wasm', 'native'] as const;

/** One of {@link backendNames}. */
export type BackendName = (typeof backendNames)[number];

/** An implementation of HDF5, ready to open files. */
export interface OpenedBackend {
  readonly name: Exclude<BackendName, 'auto'>;
  readonly adapter: Hdf5Adapter;
  /** What was caught where `auto` did not take the native backend. */
  readonly nativeFailure?: unknown;
}

/** Where the implementations come from. Tests hand over others. */
export interface BackendPackages {
  readonly wasm: () => Promise<Hdf5Adapter>;
  /** Rejects where the package is not installed. */
  readonly native: () => Promise<Hdf5Adapter>;
}

const installedPackages: BackendPackages = {
  wasm: async () => (await import('@h5tail/wasm')).wasmAdapter(),
  native: async () => (await import('@h5tail/native')).nativeAdapter(),
};

/**
 * Loads the HDF5 implementation that the user chose. A name never falls back to another one; `auto` takes the native one
 * if it works, else wasm.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export async function openBackend(
  name: BackendName,
  packages: BackendPackages = installedPackages,
): Promise<OpenedBackend> {
  if (name === 'wasm') return { name, adapter: await packages.wasm() };
  try {
    return { name: 'native', adapter: await openNative(packages) };
  } catch (error) {
    if (name === 'native') throw error;
    return { name: 'wasm', adapter: await packages.wasm(), nativeFailure: error };
  }
}

async function openNative(packages: BackendPackages): Promise<Hdf5Adapter> {
  const adapter = await importNative(packages);
  try {
    await adapter.version();
  } catch (error) {
    throw isHdf5Error(error) ? withWayOut(error) : error;
  }
  return adapter;
}

async function importNative(packages: BackendPackages): Promise<Hdf5Adapter> {
  try {
    return await packages.native();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isMissing = (error as { code?: unknown } | null)?.code === 'ERR_MODULE_NOT_FOUND';
    const words = isMissing ? 'is not installed' : `could not be loaded: ${reason}`;
    throw new Hdf5Error('BACKEND_UNAVAILABLE', `the package @h5tail/native ${words}`, {
      remedy: `Install h5tail again with its optional dependencies (npm install --include=optional), or ${wayOut}`,
      cause: error,
    });
  }
}

const wayOut = 'use --backend wasm, which brings its own HDF5';

/** The library knows how to make itself work; only here there is another one. */
function withWayOut(error: Hdf5Error): Hdf5Error {
  const { code, message, remedy } = error;
  if (remedy === undefined) return new Hdf5Error(code, message, { remedy: `Or ${wayOut}`, cause: error });
  const statement = message.slice(0, -`. ${remedy}`.length);
  return new Hdf5Error(code, statement, { remedy: `${remedy}, or ${wayOut}`, cause: error });
}
