import { encodeElements, type Hyperslab } from '@h5tail/adapter/implementation';
import type { OpenHandle } from './open-handle.js';
import { hyperslabArguments, type DatasetTarget } from './read-elements.js';

/**
 * Writes a hyperslab.
 *
 * @throws Hdf5Error `INVALID_DATA` if `data` does not fit, before HDF5 is called; and what HDF5 reports.
 */
export function writeElements(handle: OpenHandle, target: DatasetTarget, slab: Hyperslab, data: unknown): void {
  const { library } = handle;
  const place = handle.place(target.path);
  library.withHeap(place, (heap) => {
    const bytes = encodeElements(target.memory, data, slab.size, heap);
    if (slab.size === 0) return;
    const address = heap.store(bytes);
    const [count, start, stride] = hyperslabArguments(slab);
    library.demand(place, 'the dataset cannot be written', (module) =>
      module.set_dataset_data(target.id, target.path, count, start, stride, BigInt(address)),
    );
  });
}
