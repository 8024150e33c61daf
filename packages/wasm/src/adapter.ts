import { resolve } from 'node:path';
import type { BackendVersion, Capabilities, Hdf5Adapter, Hdf5File, OpenOptions } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import { LocalHdf5File, OpenState } from '@h5tail/local-file/objects';
import type { Library } from './library.js';
import { libraryVersion, loadLibrary } from './load-library.js';
import { OpenHandle } from './open-handle.js';
import { openForWriting } from './open-for-writing.js';

const capabilities: Capabilities = {
  createBoolean: false,
  createEnum: false,
  createArray: false,
  createOpaque: false,
  createBitfield: false,
  createVariableLength: false,
  createFloat16: false,
  createBigEndian: false,
  createNullDataspace: false,
  createStringPadding: false,
  createFillValue: false,
  createFilterPipeline: false,
  readFillValue: true,
  readWideEnumMembers: true,
  readOpaqueTag: true,
  deleteLink: false,
  readChunk: true,
  writeChunk: false,
};

/**
 * HDF5 compiled to WebAssembly (h5wasm): works wherever Node runs, with nothing to install.
 *
 * Loading happens at the first `openFile`. Calls run on the calling thread. Readers never lock a file.
 *
 * @example
 * ```ts
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * ```
 */
export function wasmAdapter(): Hdf5Adapter {
  const adapter: Hdf5Adapter = {
    specVersion: 1,
    name: 'wasm',
    capabilities,
    version: async (): Promise<BackendVersion> => libraryVersion(await loadLibrary()),
    open: async (path, options): Promise<Hdf5File> => openWith(adapter, await loadLibrary(), resolve(path), options),
  };
  return adapter;
}

async function openWith(adapter: Hdf5Adapter, library: Library, path: string, options: OpenOptions): Promise<Hdf5File> {
  options.signal?.throwIfAborted();
  const { mode, swmr = false } = options;
  if (mode !== 'r') {
    const file = await openForWriting(library, path, options);
    const state = new OpenState({ path, mode, swmr: swmr ? 'write' : 'none' });
    return new LocalHdf5File(new OpenHandle(adapter, library, file, state));
  }
  await checkFile(path, options);
  const file = library.files.addReader(path, swmr);
  const handle = new OpenHandle(adapter, library, file, new OpenState({ path, mode, swmr: swmr ? 'read' : 'none' }));
  try {
    await handle.use(() => undefined);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new LocalHdf5File(handle);
}
