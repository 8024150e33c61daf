import { Hdf5Error, type Dataset } from '@h5tail/adapter';

/**
 * Refuses a finished dataset that is known not to have exactly one element. An empty one may still get it.
 *
 * @throws Hdf5Error `WRONG_SHAPE`.
 */
export function requireFlag(dataset: Dataset): void {
  const { shape, maxShape } = dataset;
  const size = shape?.reduce((product, extent) => product * extent, 1);
  if (size === 1 || (size === 0 && maxShape?.includes(0) === false)) return;
  const has = shape === null ? 'it has no dataspace' : `its shape is (${shape.join(', ')})`;
  throw new Hdf5Error('WRONG_SHAPE', `the finished dataset must have exactly one element, and ${has}`, {
    file: dataset.file.path,
    object: dataset.path,
    remedy: 'Name the flag that the writer sets at the end, or leave out --finished',
  });
}
