import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filterIds, isHdf5Error, type Filter } from '@h5tail/adapter';
import { missingFilter } from '@h5tail/adapter/implementation';
import type { Place } from '@h5tail/local-file/objects';
import type { H5wasmModule } from './h5wasm-functions.js';

const bloscCompressorAt = 6;
const bloscZlib = 4;
const native = 'the backend @h5tail/native with the plug-in for HDF5 installed';

/** The folder with the plug-ins of the package h5wasm-plugins; `undefined` where that is not installed. */
export function pluginFolder(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('h5wasm-plugins/package.json');
    return join(dirname(manifest), 'plugins');
  } catch {
    return undefined;
  }
}

/**
 * Lets HDF5 look for plug-ins in `folder` and nowhere else; it loads one when a chunk needs it.
 *
 * The other places, also those in `HDF5_PLUGIN_PATH`, hold plug-ins of native libraries. WebAssembly cannot load these, and
 * h5wasm prints a line for each on the terminal.
 */
export function usePlugins(module: H5wasmModule, folder: string | undefined): void {
  while (module.get_plugin_search_paths().length > 0) module.remove_plugin_search_path(0);
  if (folder !== undefined) module.insert_plugin_search_path(folder, 0);
}

/**
 * Reads or writes chunks.
 *
 * @throws Hdf5Error `FILTER_MISSING` with the names of the filters: HDF5 tells where it looked, but not for which.
 */
export function throughFilters<Result>(
  use: 'read' | 'write',
  filters: readonly Filter[],
  place: Place,
  work: () => Result,
): Result {
  const broken = filters.filter(bringsLibraryDown);
  if (broken.length > 0) {
    throw missingFilter(use, broken, { ...place, remedy: `The blosc of h5wasm-plugins has no zlib; use ${native}` });
  }
  try {
    return work();
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'FILTER_MISSING') throw error;
    const missing = filters.filter(({ id }) => id > filterIds.scaleOffset);
    const remedy = `Install h5wasm-plugins beside @h5tail/wasm, or use ${native}`;
    throw missingFilter(use, missing, { ...place, remedy, details: error.details, cause: error });
  }
}

/** The blosc of h5wasm-plugins was built without zlib, and stops the whole instance when it meets it. */
function bringsLibraryDown({ id, options }: Filter): boolean {
  return id === filterIds.blosc && options[bloscCompressorAt] === bloscZlib;
}
