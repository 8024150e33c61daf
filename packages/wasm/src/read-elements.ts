import { filterIds, Hdf5Error, isHdf5Error, type Dtype, type Filter } from '@h5tail/adapter';
import {
  checkInto,
  decodeElements,
  elementSize,
  holdsPointers,
  numberLayout,
  type Hyperslab,
} from '@h5tail/adapter/implementation';
import type { HeapScope } from './heap.js';
import type { OpenHandle } from './open-handle.js';

/** A dataset in an open file. */
export interface DatasetTarget {
  readonly id: bigint;
  readonly path: string;
  /** As stored. */
  readonly dtype: Dtype;
  /** As h5wasm delivers and takes it. */
  readonly memory: Dtype;
  readonly filters: readonly Filter[];
}

/**
 * Reads a hyperslab into fresh memory, or into the caller's array, which is then returned.
 *
 * @throws Hdf5Error `INVALID_DATA` if the caller's array does not fit, `UNSUPPORTED_DTYPE`, and what HDF5 reports.
 */
export function readElements(handle: OpenHandle, target: DatasetTarget, slab: Hyperslab, into: unknown): unknown {
  const { library } = handle;
  const place = handle.place(target.path);
  if (target.dtype.class === 'unknown') {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${target.dtype.hdf5Class} cannot be read`, place);
  }
  const destination = into === undefined ? undefined : checkInto(target.dtype, slab.size, into, place);
  const finish = (bytes: Uint8Array, heap: HeapScope): unknown => {
    if (destination === undefined) return decodeElements(target.memory, bytes, slab.size, heap);
    fill(destination, target, slab.size, bytes, heap);
    return into;
  };

  return library.withHeap(place, (heap) => {
    // HDF5 is not asked for an empty selection: there is nothing to read, and a zero count is an error to it.
    if (slab.size === 0) return finish(new Uint8Array(0), heap);
    const bytes = slab.size * elementSize(target.dtype, heap.pointerSize);
    const address = heap.allocate(bytes);
    const [count, start, stride] = hyperslabArguments(slab);
    try {
      library.demand(place, 'the dataset cannot be read', (module) =>
        module.get_dataset_data(target.id, target.path, count, start, stride, BigInt(address)),
      );
    } catch (error) {
      throw nameFilters(error, target);
    }
    try {
      return finish(heap.view(address, bytes), heap);
    } finally {
      if (holdsPointers(target.dtype)) reclaim(handle, target, address, count);
    }
  });
}

/** A hyperslab as h5wasm takes it; a single value has no axes and is taken whole. */
export function hyperslabArguments(
  slab: Hyperslab,
): [count: bigint[] | null, start: bigint[] | null, stride: bigint[] | null] {
  if (slab.count.length === 0) return [null, null, null];
  return [slab.count.map(BigInt), slab.start.map(BigInt), slab.stride.map(BigInt)];
}

/** Puts the elements into the caller's array, straight from the heap where they are stored as the array holds them. */
function fill(
  destination: Uint8Array,
  { memory }: DatasetTarget,
  count: number,
  bytes: Uint8Array,
  heap: HeapScope,
): void {
  const asStored = bytes.byteLength === destination.byteLength && numberLayout(memory)?.swapped === false;
  if (asStored) {
    destination.set(bytes);
    return;
  }
  const decoded = decodeElements(memory, bytes, count, heap) as ArrayBufferView;
  destination.set(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength));
}

function reclaim(handle: OpenHandle, target: DatasetTarget, address: number, count: bigint[] | null): void {
  handle.library.ask((module) =>
    count === null
      ? module.reclaim_vlen_memory(target.id, target.path, '', BigInt(address))
      : module.reclaim_vlen_memory_count(target.id, target.path, '', BigInt(address), count),
  );
}

/** HDF5 tells where it looked for a plug-in, but not for which filter. */
function nameFilters(error: unknown, target: DatasetTarget): unknown {
  if (!isHdf5Error(error) || error.code !== 'FILTER_MISSING') return error;
  const missing = target.filters.filter((filter) => filter.id > filterIds.scaleOffset);
  const names = missing.map((filter) => (filter.name ? `${filter.id} (${filter.name})` : `${filter.id}`)).join(', ');
  return new Hdf5Error('FILTER_MISSING', `the chunks need the filter ${names}, which this backend does not have`, {
    file: error.file,
    object: error.object,
    remedy: 'Use a backend that loads filter plug-ins, or write with deflate',
    details: error.details,
    cause: error,
  });
}
