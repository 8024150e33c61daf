import type { Dtype } from '@h5tail/adapter';
import { readExtents, type Extents } from '../c/extents.js';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { DatasetId } from '../c/identifiers.js';
import { dtypeFromHdf5 } from '../dtype/dtype-from-hdf5.js';
import { isStoredAsHeld } from '../dtype/is-stored-as-held.js';
import type { NativeObjects } from '../file/native-objects.js';
import { readLayout, type Layout } from './layout.js';

/** What is known of a dataset without its elements. */
export interface DatasetDescription extends Layout, Extents {
  readonly dtype: Dtype;
  /** See {@link isStoredAsHeld}. */
  readonly isStoredAsHeld: boolean;
}

/** @throws Hdf5Error */
export function describeDataset(objects: NativeObjects, id: DatasetId, path: string): DatasetDescription {
  const { library } = objects.instance.thread;
  return library.withIdentifiers(objects.place(path), (ids) => {
    const type = ids.add(objects.place(path), 'the dataset cannot be opened', (c) => c.H5Dget_type(id));
    const dtype = dtypeFromHdf5(library, type);
    return {
      dtype,
      isStoredAsHeld: isStoredAsHeld(library, type, dtype),
      ...extentsOf(library, objects, id, path),
      ...readLayout(library, id),
    };
  });
}

/** The extents that a dataset has now. @throws Hdf5Error */
export function extentsOf(library: Hdf5Library, objects: NativeObjects, id: DatasetId, path: string): Extents {
  const place = objects.place(path);
  return library.withIdentifiers(place, (ids) =>
    readExtents(
      library,
      ids.add(place, 'the extents of the dataset cannot be read', (c) => c.H5Dget_space(id)),
    ),
  );
}
