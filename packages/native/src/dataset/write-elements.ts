import type { Dtype } from '@h5tail/adapter';
import { elementSize, encodeElements, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { isLongCall } from '../long-call.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import { memoryDtype } from '../dtype/memory-dtype.js';
import type { Koffi } from '../library/load-koffi.js';
import { NativeMemory } from '../memory/native-memory.js';
import type { WriteTarget } from './dataset-target.js';
import { namingFilters } from './missing-filters.js';
import { selectSpaces } from './selected-spaces.js';

const what = 'the dataset cannot be written';

/** Elements as they are held in memory, ready to be written. */
export interface EncodedElements {
  readonly dtype: Dtype;
  /** Of numbers it is the caller's own memory. */
  readonly bytes: Uint8Array;
  /** What the addresses among the bytes point to. */
  readonly memory: NativeMemory;
}

/**
 * @param dtype As stored.
 * @throws Hdf5Error `INVALID_DATA` if `data` does not fit, `UNSUPPORTED_DTYPE`.
 */
export function encodeForWriting(koffi: Koffi, dtype: Dtype, data: unknown, count: number): EncodedElements {
  const memory = new NativeMemory(koffi);
  const held = memoryDtype(dtype);
  return { dtype: held, bytes: encodeElements(held, data, count, memory), memory };
}

/**
 * Writes a hyperslab; a long write from another thread, straight from the caller's memory.
 *
 * @throws Hdf5Error what HDF5 reports.
 */
export function writeElements(target: WriteTarget, slab: Hyperslab, elements: EncodedElements): void | Promise<void> {
  const { objects } = target;
  const { dtype: held, bytes, memory } = elements;
  const { library, callThread, transfers } = objects.instance.thread;
  const list = transfers.for(elementSize(held, 8));
  const place = objects.place(target.path);
  if (slab.size === 0) return undefined;
  return library.withIdentifiers(place, (ids) => {
    const memoryType = new DatatypeMaker(library, ids, place).make(held);
    const spaces = selectSpaces(library, ids, place, target.id, slab);
    if (!holdsPointers(held) && isLongCall(bytes.byteLength, target.filters)) {
      const parameters = [target.id, memoryType, spaces.memory, spaces.file, list];
      return namingFilters(target, callThread.demand(place, what, 'H5Dwrite', parameters, bytes));
    }
    try {
      namingFilters(target, () =>
        library.demand(place, what, (c) => c.H5Dwrite(target.id, memoryType, spaces.memory, spaces.file, list, bytes)),
      );
    } finally {
      memory.release();
    }
    return undefined;
  });
}
