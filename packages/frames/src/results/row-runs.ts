import { unravelIndex } from '@h5tail/follower';
import type { ScanOrder } from '../coordinates/scan-order.js';
import { snakeRowPosition } from '../coordinates/snake-position.js';
import type { AxisRange } from '../frame.js';

/** The axes of a scan, and the order in which its points are taken. */
export interface OrderedScan {
  /** Extents of the scan, slowest axis first, all at least 1. The slowest may be `null`, unlimited. */
  readonly shape: readonly (number | null)[];
  readonly order: ScanOrder;
}

/** Consecutive points that lie side by side in one row. */
export interface RowRun {
  /** Coordinates along all axes of the scan but the fastest. */
  readonly row: readonly number[];
  /** Where along the fastest axis. */
  readonly columns: AxisRange;
  /** Numbers of the points, in the order of taking; as many as `columns`. */
  readonly points: AxisRange;
  /** Whether the first of the points lies in the last of the columns. */
  readonly isReversed: boolean;
}

/**
 * Cuts consecutive points into pieces of one row each.
 *
 * @throws RangeError where a point is outside of the scan.
 */
export function rowRuns(scan: OrderedScan, [first, stop]: AxisRange): RowRun[] {
  const runs: RowRun[] = [];
  for (let point = first; point < stop;) {
    const { row, column, isReversed } = rowPlace(scan, point);
    const left = isReversed ? column + 1 : rowLength(scan) - column;
    const count = Math.min(left, stop - point);
    const columns: AxisRange = isReversed ? [column + 1 - count, column + 1] : [column, column + count];
    runs.push({ row, columns, points: [point, point + count], isReversed });
    point += count;
  }
  return runs;
}

/** Where a point lies: its row, its place in the row, and which way the row is taken. */
export interface RowPlace {
  readonly row: readonly number[];
  readonly column: number;
  readonly isReversed: boolean;
}

/**
 * @param index Number of the point in the order of taking.
 * @throws RangeError if there is no such point.
 */
export function rowPlace({ shape, order }: OrderedScan, index: number): RowPlace {
  const { position, reversed } =
    order === 'snake' ? snakeRowPosition(index, shape) : { position: unravelIndex(index, shape), reversed: false };
  return { row: position.slice(0, -1), column: position.at(-1) as number, isReversed: reversed };
}

/** Extent of the fastest axis. */
export function rowLength({ shape }: Pick<OrderedScan, 'shape'>): number {
  return shape.at(-1) ?? Infinity;
}

/** Number of points of the whole scan. */
export function pointsOfScan({ shape }: Pick<OrderedScan, 'shape'>): number {
  return shape.reduce<number>((points, extent) => points * (extent ?? Infinity), 1);
}

/**
 * Refuses a scan that cannot be written row by row.
 *
 * @throws RangeError for rank 0, an extent below 1, or an axis other than the slowest without a limit.
 */
export function requireOrderedScan({ shape, order }: OrderedScan): void {
  if (shape.length === 0) throw new RangeError('a scan of rank 0 has no rows to write');
  for (const [axis, extent] of shape.entries()) {
    if (extent === null && axis === 0) continue;
    if (extent === null) throw new RangeError(`axis ${axis} has no limit: only the slowest may have none`);
    requireCount(extent, `points along axis ${axis}`);
  }
  if (order !== 'raster' && order !== 'snake') {
    throw new RangeError(`'${String(order)}' is not an order: use 'raster' or 'snake'`);
  }
}

/** @throws RangeError for anything but a whole number from 1 on. */
export function requireCount(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${value} is not a number of ${what}`);
}
