import { Hdf5Error, shapeText, type Hdf5ErrorContext } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';

/**
 * Refuses a slice that is not the place of one point.
 *
 * @throws Hdf5Error `WRONG_SHAPE` for another number of axes; RangeError for a range that is not one point.
 */
export function requireSlice(slice: readonly AxisRange[], scanRank: number, place: Hdf5ErrorContext): void {
  if (slice.length !== scanRank) {
    throw new Hdf5Error('WRONG_SHAPE', `a slice of ${slice.length} axes does not fit a scan of rank ${scanRank}`, {
      ...place,
      remedy: 'Give the slice of a frame or a scan point, and a result of the rank of those before',
    });
  }
  for (const [start, stop] of slice) {
    if (Number.isSafeInteger(start) && start >= 0 && stop === start + 1) continue;
    throw new RangeError(`the range ${start}:${stop} is not one point`);
  }
}

/** @throws Hdf5Error `OUT_OF_RANGE` if a shape leaves its maximum. */
export function requireWithin(
  shape: readonly number[],
  maxShape: readonly (number | null)[],
  place: Hdf5ErrorContext,
): void {
  if (shape.every((extent, axis) => extent <= (maxShape[axis] ?? Infinity))) return;
  throw new Hdf5Error('OUT_OF_RANGE', `the shape ${shapeText(shape)} leaves the maximum ${shapeText(maxShape)}`, {
    ...place,
    remedy: 'Make the maximum large enough for all points, and give all results one shape',
  });
}
