import { dtypeName, Hdf5Error, isNumberDtype, type Dataset } from '@h5tail/adapter';

/**
 * Refuses a dataset whose elements cannot be compared with zero.
 *
 * @param role What the dataset is used as, for the message.
 * @throws Hdf5Error `WRONG_DTYPE`.
 */
export function requireNumbers(dataset: Dataset, role: string): void {
  if (isNumberDtype(dataset.dtype)) return;
  throw new Hdf5Error('WRONG_DTYPE', `${role} must hold numbers, not ${dtypeName(dataset.dtype)}`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Zero means not yet, any other number means set',
  });
}
