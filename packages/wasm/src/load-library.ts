import { readFileSync } from 'node:fs';
import { Hdf5Error, type BackendVersion } from '@h5tail/adapter';
import { pluginFolder, usePlugins } from './filter-plugins.js';
import type { H5wasmModule } from './h5wasm-functions.js';
import { Library } from './library.js';

const attached = Symbol.for('h5tail.wasm.library');
let loading: Promise<Library> | undefined;

/**
 * The library of this thread, loaded at the first call.
 *
 * h5wasm is one instance per thread, and HDF5 shares what two opens of a file have in common within an instance. So its
 * open files must be counted in one place, also where two copies of this package are installed.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export function loadLibrary(): Promise<Library> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw new Hdf5Error('BACKEND_UNAVAILABLE', 'h5wasm could not be loaded', {
      remedy: 'Install h5wasm 0.10 beside @h5tail/wasm',
      cause: error,
    });
  });
  return loading;
}

async function load(): Promise<Library> {
  const h5wasm = await import('h5wasm/node');
  const module = (await h5wasm.ready) as unknown as H5wasmModule & { [attached]?: Library };
  module[attached] ??= prepare(module);
  return module[attached];
}

function prepare(module: H5wasmModule): Library {
  usePlugins(module, pluginFolder());
  return new Library(module);
}

/** Versions of HDF5 and of what carries it. */
export function libraryVersion(library: Library): BackendVersion {
  const hdf5 = /HDF5 \((\d+\.\d+\.\d+)\)/.exec(library.provokeErrorText())?.[1] ?? 'unknown';
  return { hdf5, implementation: `h5wasm ${h5wasmVersion()}`.trim() };
}

/** From its manifest, which h5wasm does not export; empty where the module was bundled and has none. */
function h5wasmVersion(): string {
  try {
    const manifest = readFileSync(new URL('../../package.json', import.meta.resolve('h5wasm/node')), 'utf8');
    return (JSON.parse(manifest) as { version?: string }).version ?? '';
  } catch {
    return '';
  }
}
