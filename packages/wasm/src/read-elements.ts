import { filterIds, Hdf5Error, isHdf5Error, type Dtype, type Filter } from '@h5tail/adapter';
import {
  decodeElements,
  elementSize,
  holdsPointers,
  numberArrayClass,
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
  const finish = (bytes: Uint8Array, heap: HeapScope): unknown =>
    into === undefined
      ? decodeElements(target.memory, bytes, slab.size, heap)
      : fillCallersArray(handle, target, slab.size, into, bytes, heap);

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

function fillCallersArray(
  handle: OpenHandle,
  { memory, path }: DatasetTarget,
  count: number,
  into: unknown,
  bytes: Uint8Array,
  heap: HeapScope,
): unknown {
  const layout = numberLayout(memory);
  const ArrayClass = numberArrayClass(memory);
  const array = into as ArrayBufferView & { readonly length?: number; readonly [Symbol.toStringTag]?: string };
  const fits =
    layout !== undefined &&
    ArrayBuffer.isView(into) &&
    array[Symbol.toStringTag] === ArrayClass?.name &&
    array.length === count * layout.perElement;
  if (!fits) {
    const wanted =
      ArrayClass === undefined ? 'no array' : `a ${ArrayClass.name} of ${count * (layout?.perElement ?? 1)}`;
    throw new Hdf5Error('INVALID_DATA', `'into' must be ${wanted} for this selection`, handle.place(path));
  }
  const destination = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const asStored = bytes.byteLength === destination.byteLength && !layout.swapped;
  if (asStored) destination.set(bytes);
  else {
    const decoded = decodeElements(memory, bytes, count, heap) as ArrayBufferView;
    destination.set(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength));
  }
  return into;
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
