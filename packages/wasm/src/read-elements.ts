import { Hdf5Error, type Dtype, type Filter } from '@h5tail/adapter';
import {
  checkInto,
  decodeElements,
  elementSize,
  holdsPointers,
  numberLayout,
  type Hyperslab,
} from '@h5tail/adapter/implementation';
import { holdsSequences } from '@h5tail/local-file/objects';
import { throughFilters } from './filter-plugins.js';
import { readDecoded } from './read-decoded.js';
import { readSequencesOf } from './read-sequences.js';
import { notStoredSo, readStored } from './read-stored.js';
import type { DatasetStorage } from './stored-dataset.js';
import type { HeapScope } from './heap.js';
import type { WasmObjects } from './wasm-objects.js';

/** A dataset to write to. */
export interface WriteTarget {
  readonly path: string;
  /** As stored. */
  readonly dtype: Dtype;
  /** As h5wasm delivers and takes it. */
  readonly memory: Dtype;
  readonly filters: readonly Filter[];
}

/** A dataset to read from. */
export interface DatasetTarget extends WriteTarget {
  readonly shape: readonly number[] | null;
  readonly storage: DatasetStorage;
}

/** The caller's own array, and its bytes. */
export interface Destination {
  readonly array: unknown;
  readonly bytes: Uint8Array;
}

/**
 * Reads a hyperslab into fresh memory, or into the caller's array, which is then returned: from where it is stored, with
 * other threads that decode it, or through HDF5.
 *
 * @returns {@link notStoredSo} where it has turned out only later that HDF5 has to read it.
 * @throws Hdf5Error `INVALID_DATA` if the caller's array does not fit, `UNSUPPORTED_DTYPE`, and what HDF5 reports.
 */
export function readElements(objects: WasmObjects, target: DatasetTarget, slab: Hyperslab, into: unknown): unknown {
  const destination = checkRead(objects, target, slab, into);
  const answer = readWithoutHdf5(objects, target, slab, destination);
  return answer === notStoredSo ? fromHdf5(objects, target, slab, destination) : answer;
}

/**
 * Reads elements from the file itself.
 *
 * @param isHdf5Slow Whether it is done also where HDF5 would be as fast, were the file open as it was refreshed.
 * @returns {@link notStoredSo} where that cannot be done.
 */
export function readWithoutHdf5(
  objects: WasmObjects,
  target: DatasetTarget,
  slab: Hyperslab,
  destination: Destination | undefined,
  isHdf5Slow = false,
): unknown {
  if (holdsSequences(target.dtype)) return readSequencesOf(objects, target, slab);
  const read = target.filters.length > 0 ? readDecoded : readStored;
  return read(objects, target, slab, destination, isHdf5Slow);
}

/** Like {@link readElements}, through HDF5 in any case. */
export function readThroughHdf5(objects: WasmObjects, target: DatasetTarget, slab: Hyperslab, into: unknown): unknown {
  return fromHdf5(objects, target, slab, checkRead(objects, target, slab, into));
}

export function checkRead(
  objects: WasmObjects,
  target: DatasetTarget,
  slab: Hyperslab,
  into: unknown,
): Destination | undefined {
  const place = objects.place(target.path);
  if (target.dtype.class === 'unknown') {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${target.dtype.hdf5Class} cannot be read`, place);
  }
  return into === undefined ? undefined : { array: into, bytes: checkInto(target.dtype, slab.size, into, place) };
}

function fromHdf5(
  objects: WasmObjects,
  target: DatasetTarget,
  slab: Hyperslab,
  destination: Destination | undefined,
): unknown {
  const place = objects.place(target.path);
  const finish = (bytes: Uint8Array, heap: HeapScope): unknown => {
    if (destination === undefined) return decodeElements(target.memory, bytes, slab.size, heap);
    fill(destination.bytes, target, slab.size, bytes, heap);
    return destination.array;
  };

  return objects.library.withHeap(place, (heap) => {
    // HDF5 is not asked for an empty selection: there is nothing to read, and a zero count is an error to it.
    if (slab.size === 0) return finish(new Uint8Array(0), heap);
    const bytes = slab.size * elementSize(target.dtype, heap.pointerSize);
    const address = heap.allocate(bytes);
    // Where a dataset has no fill value, HDF5 leaves the memory for what was never written as it is.
    if (holdsPointers(target.dtype)) heap.view(address, bytes).fill(0);
    const [count, start, stride] = hyperslabArguments(slab);
    throughFilters('read', target.filters, place, () =>
      objects.demand(target.path, 'the dataset cannot be read', (module) =>
        module.get_dataset_data(objects.id, target.path, count, start, stride, BigInt(address)),
      ),
    );
    try {
      return finish(heap.view(address, bytes), heap);
    } finally {
      if (holdsPointers(target.dtype)) reclaim(objects, target.path, address, count);
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
  { memory }: WriteTarget,
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

function reclaim({ library, id }: WasmObjects, path: string, address: number, count: bigint[] | null): void {
  library.ask((module) =>
    count === null
      ? module.reclaim_vlen_memory(id, path, '', BigInt(address))
      : module.reclaim_vlen_memory_count(id, path, '', BigInt(address), count),
  );
}
