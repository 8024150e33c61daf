import type { Dataset } from '../dataset.js';
import { Hdf5Error, type Hdf5ErrorContext } from '../errors.js';

/**
 * Checks new extents of a dataset.
 *
 * @throws Hdf5Error `WRONG_SHAPE` if the rank differs, `OUT_OF_RANGE` beyond the maximum, `NULL_DATASPACE`.
 */
export function checkResize(
  { maxShape }: Pick<Dataset, 'maxShape'>,
  shape: readonly number[],
  place: Hdf5ErrorContext = {},
): void {
  if (maxShape === null) throw new Hdf5Error('NULL_DATASPACE', 'a dataset without a dataspace has no extents', place);
  if (shape.length !== maxShape.length) {
    throw new Hdf5Error('WRONG_SHAPE', `a shape of ${maxShape.length} axes is needed, not ${shape.length}`, place);
  }
  shape.forEach((extent, axis) => {
    const limit = maxShape[axis] ?? Infinity;
    if (Number.isSafeInteger(extent) && extent >= 0 && extent <= limit) return;
    throw new Hdf5Error('OUT_OF_RANGE', `extent ${extent} of axis ${axis} is not between 0 and ${limit}`, place);
  });
}
