import {
  decodeElements,
  elementSize,
  holdsPointers,
  numberLayout,
  type Hyperslab,
} from '@h5tail/adapter/implementation';
import { filterIds } from '@h5tail/adapter';
import { decodeChunks, readChunksDecoded } from '@h5tail/local-file/decoding';
import { HeapScope } from './heap.js';
import type { DatasetTarget, Destination } from './read-elements.js';
import { notStoredSo } from './read-stored.js';
import type { WasmObjects } from './wasm-objects.js';

/**
 * From how many bytes of a chunk on what stands for a plug-in takes no longer than the plug-in of h5wasm, which decodes
 * bytes as fast, but on the calling thread.
 */
const leastPluginBytes = 64 * 1024;

/** h5wasm opens a dataset for each read, so that HDF5 keeps no decoded chunks of it. */
const cacheBytes = 0;

/**
 * Reads filtered chunks without HDF5, with other threads that decode them.
 *
 * @param destination The caller's array.
 * @param isHdf5Slow Whether it is done also where HDF5 itself would be as fast, were the file open as it was refreshed.
 * @returns {@link notStoredSo} where that cannot be done or does not pay; else what settles when they are decoded, and may
 * say so only then.
 */
export function readDecoded(
  objects: WasmObjects,
  target: DatasetTarget,
  slab: Hyperslab,
  destination: Destination | undefined,
  isHdf5Slow = false,
): unknown {
  const { dtype, filters, storage, shape } = target;
  if (shape === null || slab.size === 0 || holdsPointers(dtype)) return notStoredSo;
  const { decoders, pool } = objects.library.decoding;
  if (decoders.pipeline(filters) === undefined) return notStoredSo;
  const elementBytes = elementSize(dtype);
  const index = storage.forElements(objects, slab.size * elementBytes)?.places.storage;
  if (index === undefined || index.kind === 'contiguous') return notStoredSo;
  const takesPlugin = filters.some(({ id }) => id > filterIds.scaleOffset);
  if (takesPlugin && !isHdf5Slow && index.chunkBytes < leastPluginBytes) return notStoredSo;
  const file = objects.sharedDescriptor;
  if (file === undefined) return notStoredSo;
  // Where the caller's array takes bytes as they come, they are put there at once.
  const isAsHeld = numberLayout(dtype)?.swapped === false;
  const bytes = isAsHeld && destination?.bytes.length === slab.size * elementBytes ? destination.bytes : undefined;
  const parts = { pool, decoders, file, index, filters, elementBytes, shape, slab, bytes, cacheBytes };
  const read = isHdf5Slow ? decodeChunks(parts) : readChunksDecoded(parts);
  return (
    read?.then((right) => {
      if (right === undefined) return notStoredSo;
      if (bytes !== undefined) return destination?.array;
      const decoded = decodeElements(dtype, right, slab.size, new HeapScope(objects.library.module), true);
      if (destination === undefined) return decoded;
      const { buffer, byteOffset, byteLength } = decoded as ArrayBufferView;
      destination.bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
      return destination.array;
    }) ?? notStoredSo
  );
}
