import { Hdf5Error, type Dataset, type Selection } from '@h5tail/adapter';
import { resolveSelection, type Hyperslab } from '@h5tail/adapter/implementation';
import type { Place } from './open-state.js';

/**
 * The selected elements of a dataset, `null` or `undefined` for all.
 *
 * @throws Hdf5Error `NULL_DATASPACE`, `OUT_OF_RANGE`.
 */
export function selectElements(
  { shape }: Pick<Dataset, 'shape'>,
  selection: Selection | null | undefined,
  place: Place,
): Hyperslab {
  if (shape === null) {
    throw new Hdf5Error('NULL_DATASPACE', 'the dataset has no dataspace, so there are no elements', place);
  }
  return resolveSelection(selection, shape, place);
}
