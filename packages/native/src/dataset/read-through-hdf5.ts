import { elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { defaultList } from '../c/constants.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import { isLongCall } from '../long-call.js';
import type { DatasetTarget } from './dataset-target.js';
import { namingFilters } from './missing-filters.js';
import type { ReadResult } from './read-result.js';
import { refuseDamagedChunks } from './refuse-damaged-chunks.js';
import { selectSpaces } from './selected-spaces.js';

const what = 'the dataset cannot be read';

/**
 * Reads a hyperslab with HDF5, which writes straight into the memory of the result; a long read from another thread.
 *
 * @throws Hdf5Error what HDF5 reports.
 */
export function readThroughHdf5(target: DatasetTarget, slab: Hyperslab, { bytes, finish }: ReadResult): unknown {
  const { objects, memoryDtype: held, id, path, description } = target;
  refuseDamagedChunks(target, slab);
  const { library, callThread, transfers } = objects.instance.thread;
  const list = transfers.for(elementSize(held, 8));
  const place = objects.place(path);
  const hasPointers = holdsPointers(held);
  return library.withIdentifiers(place, (ids) => {
    const memoryType = new DatatypeMaker(library, ids, place).make(held);
    const spaces = selectSpaces(library, ids, place, id, slab);
    if (!hasPointers && isLongCall(bytes.byteLength, target.filters)) {
      const parameters = [id, memoryType, spaces.memory, spaces.file, list];
      return namingFilters(target, callThread.demand(place, what, 'H5Dread', parameters, bytes)).then(finish);
    }
    const read = (): number =>
      library.demand(place, what, (c) => c.H5Dread(id, memoryType, spaces.memory, spaces.file, list, bytes));
    // The sources of a virtual dataset may have other filters, whose plug-ins are loaded only now.
    namingFilters(target, () => (description.sources === undefined ? read() : library.floats.preserve(read)));
    try {
      return finish();
    } finally {
      if (hasPointers) library.c.H5Dvlen_reclaim(memoryType, spaces.memory, defaultList, bytes);
    }
  });
}
