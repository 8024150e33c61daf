import { unravelIndex } from './unravel-index.js';

/**
 * The first index from `index` on whose position lies outside of the current extents: there is no element to read yet.
 *
 * While a dataset grows, its extents can be narrower than the scan. Its elements must then not be counted as they lie,
 * because the end of its row is not the end of the scan's row.
 *
 * @param shape Extents of the scan; the slowest counts as unlimited.
 * @param extents Current extents of the dataset along the same axes.
 */
export function firstUncovered(index: number, shape: readonly number[], extents: readonly number[]): number {
  if (shape.length === 0) return 1;
  if (extents.includes(0) || shape.slice(1).includes(0)) return index;
  const position = unravelIndex(index, [null, ...shape.slice(1)]);
  if (position.some((coordinate, axis) => coordinate >= (extents[axis] as number))) return index;
  // Along the axes that are faster than this one the dataset is as wide as the scan, so nothing is missing before its end.
  let axis = shape.length - 1;
  while (axis > 0 && (extents[axis] as number) >= (shape[axis] as number)) axis--;
  return shape.reduce((linear, extent, other) => {
    if (other > axis) return linear * extent;
    return linear * extent + (other === axis ? (extents[axis] as number) : (position[other] as number));
  }, 0);
}
