import { dtypeName, Hdf5Error, type Dataset } from '@h5tail/adapter';

const countable: ReadonlySet<string> = new Set(['integer', 'float', 'boolean', 'enum', 'bitfield']);

/**
 * Refuses a dataset whose elements cannot be compared with zero.
 *
 * @param role What the dataset is used as, for the message.
 * @throws Hdf5Error `WRONG_DTYPE`.
 */
export function requireNumbers(dataset: Dataset, role: string): void {
  if (countable.has(dataset.dtype.class)) return;
  throw new Hdf5Error('WRONG_DTYPE', `${role} must hold numbers, not ${dtypeName(dataset.dtype)}`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Zero means not yet, any other number means set',
  });
}
