import { encodeElements, type Hyperslab } from '@h5tail/adapter/implementation';
import { throughFilters } from './filter-plugins.js';
import { hyperslabArguments, type WriteTarget } from './read-elements.js';
import type { WasmObjects } from './wasm-objects.js';

/**
 * Writes a hyperslab.
 *
 * @throws Hdf5Error `INVALID_DATA` if `data` does not fit, before HDF5 is called; and what HDF5 reports.
 */
export function writeElements(objects: WasmObjects, target: WriteTarget, slab: Hyperslab, data: unknown): void {
  const place = objects.place(target.path);
  objects.library.withHeap(place, (heap) => {
    const bytes = encodeElements(target.memory, data, slab.size, heap);
    if (slab.size === 0) return;
    const address = heap.store(bytes);
    const [count, start, stride] = hyperslabArguments(slab);
    throughFilters('write', target.filters, place, () =>
      objects.demand(target.path, 'the dataset cannot be written', (module) =>
        module.set_dataset_data(objects.id, target.path, count, start, stride, BigInt(address)),
      ),
    );
  });
}
