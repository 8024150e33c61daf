import { pointSlice, type AxisRange } from '../frame.js';
import { scanPosition, type ScanOrder } from './scan-order.js';

/**
 * The place in a grid of a point that was taken as a stack: the first range, whose start is the number of the point, becomes
 * one point range per axis of the grid. Ranges after it, those of the frame, stay as they are.
 *
 * @param slice Ranges in the stack; the first is one point.
 * @param scanShape Extents of the grid, slowest axis first. The slowest may be `null`, unlimited.
 * @param order Order in which the grid was taken.
 * @throws RangeError where the first range is not one point, or the point is outside of the grid.
 *
 * @example
 * ```ts
 * stackToGrid([[7, 8], [0, 512]], [3, 4], 'snake'); // [[1, 2], [0, 1], [0, 512]]
 * ```
 */
export function stackToGrid(
  slice: readonly AxisRange[],
  scanShape: readonly (number | null)[],
  order: ScanOrder,
): AxisRange[] {
  const [point, ...frame] = slice;
  if (point === undefined || point[1] !== point[0] + 1) {
    throw new RangeError('the first range of a slice of a stack is one point');
  }
  return [...pointSlice(scanPosition(point[0], scanShape, order)), ...frame];
}
