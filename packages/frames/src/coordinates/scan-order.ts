import { unravelIndex } from '@h5tail/follower';
import { snakePosition } from './snake-position.js';

/**
 * In which order the points of a scan are taken: `raster`, each row from its begin, as row-major order has it; `snake`, each
 * row from the end where the one before stopped.
 */
export type ScanOrder = 'raster' | 'snake';

/**
 * Position of the point that is taken as number `index`.
 *
 * @param index 0 or more, in the order of taking.
 * @param shape Extents of the scan, slowest axis first. The slowest may be `null`, unlimited.
 * @throws RangeError if there is no such point, or for an order of another name.
 *
 * @example
 * ```ts
 * scanPosition(4, [3, 4], 'raster'); // [1, 0]
 * scanPosition(4, [3, 4], 'snake'); // [1, 3]
 * ```
 */
export function scanPosition(index: number, shape: readonly (number | null)[], order: ScanOrder): number[] {
  switch (order) {
    case 'raster':
      return unravelIndex(index, shape);
    case 'snake':
      return snakePosition(index, shape);
    default:
      throw new RangeError(`'${String(order)}' is not an order: use 'raster' or 'snake'`);
  }
}
