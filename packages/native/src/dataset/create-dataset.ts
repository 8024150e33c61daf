import { resolveSelection, type CreationLayout } from '@h5tail/adapter/implementation';
import { checkNewDataset, type NewDatasetOptions, type Place } from '@h5tail/local-file/objects';
import { constants, defaultList } from '../c/constants.js';
import { makeSpace } from '../c/extents.js';
import type { IdentifierScope } from '../c/identifier-scope.js';
import type { PropertyListId } from '../c/identifiers.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import type { NativeHandle } from '../file/native-handle.js';
import type { NativeObjects } from '../file/native-objects.js';
import { setFillValue } from './fill-value.js';
import { requireFilters, setFilters } from './filter-pipeline.js';
import { encodeForWriting, writeElements } from './write-elements.js';

const what = 'the dataset cannot be created';

/**
 * Creates a dataset; where that fails, nothing has its name.
 *
 * @param makeWay Creates the groups on the way; called when nothing speaks against the dataset any more.
 * @throws Hdf5Error `WRONG_SHAPE`, `FILTER_MISSING`, `INVALID_DATA`, `UNSUPPORTED_DTYPE`, `OBJECT_EXISTS`, `NO_SPACE`.
 */
export async function createDataset(
  handle: NativeHandle,
  path: string,
  options: NewDatasetOptions,
  makeWay: (objects: NativeObjects) => void,
): Promise<void> {
  const layout = checkNewDataset(handle, path, options);
  const place = handle.state.place(path);
  await handle.use((objects) => {
    const { library } = objects.instance.thread;
    const { filters = [] } = options;
    requireFilters(library, filters, place);
    return library.withIdentifiers(place, (ids) => {
      const type = new DatatypeMaker(library, ids, place).make(options.dtype);
      const space = ids.add(place, what, () =>
        makeSpace(library, options.shape === null ? null : layout.shape, layout.maxShape),
      );
      const list = creationList(objects, ids, place, options, layout);
      const slab = resolveSelection(null, layout.shape, place);
      const content =
        options.data === undefined || options.shape === null
          ? undefined
          : encodeForWriting(library.loaded.koffi, options.dtype, options.data, slab.size);
      makeWay(objects);
      const id = library.demand(place, what, (c) =>
        c.H5Dcreate2(objects.id, path, type, space, objects.instance.lists.utf8Names, list, defaultList),
      );
      // It stays open: closing it is where HDF5 would write its elements, and not tell of a failure.
      objects.instance.thread.datasets.keepNew(objects, id);
      if (content === undefined) return undefined;
      const remove = (error: unknown): never => {
        library.c.H5Ldelete(objects.id, path, defaultList);
        throw error;
      };
      try {
        const written = writeElements({ objects, id, path, filters }, slab, content);
        return written instanceof Promise ? written.catch(remove) : undefined;
      } catch (error) {
        return remove(error);
      }
    });
  });
}

function creationList(
  objects: NativeObjects,
  ids: IdentifierScope,
  place: Place,
  { dtype, fillValue, filters = [] }: NewDatasetOptions,
  { chunks }: CreationLayout,
): PropertyListId {
  const { library } = objects.instance.thread;
  const listClass = library.globals.H5P_CLS_DATASET_CREATE_ID_g;
  const list = ids.add(place, what, (c) => c.H5Pcreate(listClass));
  if (chunks === null) {
    // Space that is first taken in SWMR mode lies beyond the end that the file's superblock tells until it is closed;
    // HDF5 1.14.4 and later refuses to read a contiguous dataset there.
    library.demand(place, what, (c) => c.H5Pset_alloc_time(list, constants.H5D_ALLOC_TIME_EARLY));
  } else {
    library.demand(place, what, (c) => c.H5Pset_chunk(list, chunks.length, BigUint64Array.from(chunks, BigInt)));
  }
  setFilters(library, list, filters, place);
  if (fillValue !== undefined) setFillValue(library, list, dtype, fillValue, place);
  return list;
}
