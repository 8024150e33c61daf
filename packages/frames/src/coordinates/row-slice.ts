import { unravelIndex } from '@h5tail/follower';
import { pointSlice, type AxisRange } from '../frame.js';

/**
 * The whole row that holds a point, as a selection: one point along the slow axes of the scan, everything along the fastest.
 * The axes after those of the scan are left out, so a read takes them whole.
 *
 * @param index Number of the point in row-major order.
 * @param shape Extents, slowest axis first. The slowest may be `null`, unlimited.
 * @param rank How many of the leading axes of `shape` are the scan. Default: all.
 * @returns `rank` entries, the last one `null`: the whole axis.
 * @throws RangeError if there is no such point or an axis has no extent to go by.
 *
 * @example
 * ```ts
 * rowSlice(5, [3, 4, 5], 2); // [[1, 2], null]
 * ```
 */
export function rowSlice(
  index: number,
  shape: readonly (number | null)[],
  rank: number = shape.length,
): (AxisRange | null)[] {
  const position = unravelIndex(index, shape, rank);
  return rank === 0 ? [] : [...pointSlice(position.slice(0, -1)), null];
}
