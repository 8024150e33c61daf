import { Hdf5Error, type Dataset } from '@h5tail/adapter';

/**
 * Limit of a dataset's first axis, `null` without one.
 *
 * @throws Hdf5Error `NULL_DATASPACE`, `WRONG_SHAPE` where it has no axis.
 */
export function firstAxisLimit(dataset: Dataset): number | null {
  const place = { file: dataset.file.path, object: dataset.path };
  if (dataset.maxShape === null) {
    throw new Hdf5Error('NULL_DATASPACE', 'a dataset without a dataspace has nothing to follow', {
      ...place,
      remedy: 'Leave it out',
    });
  }
  const [limit] = dataset.maxShape;
  if (limit !== undefined) return limit;
  throw new Hdf5Error('WRONG_SHAPE', 'a single value has no axis to follow', {
    ...place,
    remedy: 'Follow datasets whose first axis grows with the scan',
  });
}
