import { resolve } from 'node:path';
import type { BackendVersion, Capabilities, Hdf5Adapter, Hdf5File, OpenOptions } from '@h5tail/adapter';
import { checkFile } from '@h5tail/local-file';
import { LocalHdf5File, OpenState } from '@h5tail/local-file/objects';
import { unavailableFilters } from './dataset/missing-filters.js';
import { NativeHandle } from './file/native-handle.js';
import { openForWriting } from './file/open-for-writing.js';
import { hdf5Thread, type Hdf5Thread } from './hdf5-thread.js';
import { backendVersion } from './library/backend-version.js';
import { NativeInstance } from './native-instance.js';
import type { NativeSettings } from './native-settings.js';

/** Which library, and how it is used. */
export interface NativeAdapterOptions extends NativeSettings {
  /**
   * Path or name of the HDF5 library. Default: the environment variable `H5TAIL_LIBHDF5`, else the places and names that
   * operating systems use.
   */
  readonly library?: string;
}

const capabilities: Capabilities = {
  createBoolean: true,
  createEnum: true,
  createArray: true,
  createOpaque: true,
  createBitfield: true,
  createVariableLength: true,
  createFloat16: true,
  createBigEndian: true,
  createNullDataspace: true,
  createStringPadding: true,
  createFillValue: true,
  createFilterPipeline: true,
  readFillValue: true,
  readWideEnumMembers: true,
  readOpaqueTag: true,
  deleteLink: true,
  readChunk: true,
  writeChunk: true,
};

/** Adapters without settings of their own share their open files. */
const commonInstances = new WeakMap<Hdf5Thread, NativeInstance>();

/**
 * The HDF5 library of this machine, with the filter plug-ins that it finds.
 *
 * Loading happens at the first `openFile`. Short calls run on the calling thread, long reads and writes on another one.
 * Readers never lock a file.
 *
 * @example
 * ```ts
 * await using file = await openFile('scan.h5', { adapter: nativeAdapter(), mode: 'r', swmr: true });
 * ```
 */
export function nativeAdapter({ library, ...settings }: NativeAdapterOptions = {}): Hdf5Adapter {
  let own: NativeInstance | undefined;
  const instance = async (): Promise<NativeInstance> => {
    const thread = await hdf5Thread(library);
    // In its turn: making an instance calls HDF5.
    return thread.queue.run(() => {
      if (Object.keys(settings).length > 0) return (own ??= new NativeInstance(thread, settings));
      let common = commonInstances.get(thread);
      if (common === undefined) commonInstances.set(thread, (common = new NativeInstance(thread, {})));
      return common;
    });
  };
  const adapter: Hdf5Adapter = {
    specVersion: 1,
    name: 'native',
    capabilities,
    version: async (): Promise<BackendVersion> => backendVersion((await instance()).thread.library.loaded),
    availableFilters: async (ids) => {
      const { thread } = await instance();
      const isThere = (id: number): boolean => unavailableFilters(thread.library, [{ id, options: [] }]).length === 0;
      return thread.queue.run(() => ids.filter(isThere));
    },
    open: async (path, options): Promise<Hdf5File> => openWith(adapter, await instance(), resolve(path), options),
  };
  return adapter;
}

async function openWith(
  adapter: Hdf5Adapter,
  instance: NativeInstance,
  path: string,
  options: OpenOptions,
): Promise<Hdf5File> {
  options.signal?.throwIfAborted();
  const { mode, swmr = false } = options;
  if (mode !== 'r') {
    const file = await openForWriting(instance, path, options);
    const state = new OpenState({ path, mode, swmr: swmr ? 'write' : 'none' });
    return new LocalHdf5File(new NativeHandle(adapter, instance, file, state));
  }
  await checkFile(path, options);
  const file = await instance.thread.queue.run(() => instance.files.addReader(path, swmr));
  const handle = new NativeHandle(adapter, instance, file, new OpenState({ path, mode, swmr: swmr ? 'read' : 'none' }));
  try {
    await handle.use(() => undefined);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return new LocalHdf5File(handle);
}
