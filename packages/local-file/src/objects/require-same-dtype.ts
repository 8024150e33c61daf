import { isDeepStrictEqual } from 'node:util';
import { Hdf5Error, type Dtype } from '@h5tail/adapter';
import type { Place } from './open-state.js';

/**
 * A dataset whose elements are of another type now must not pass for the one that was opened.
 *
 * @param opened Its dtype when the user opened it.
 * @param current What is found under its path now.
 * @throws Hdf5Error `WRONG_DTYPE`.
 */
export function requireSameDtype(place: Place, opened: Dtype, current: Dtype): void {
  if (isDeepStrictEqual(opened, current)) return;
  throw new Hdf5Error('WRONG_DTYPE', 'the dataset was replaced by one of another dtype', {
    ...place,
    remedy: 'Open it again',
  });
}
