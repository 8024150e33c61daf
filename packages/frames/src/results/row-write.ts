import type { NumericArray } from '@h5tail/adapter';
import type { AxisRange } from '../frame.js';
import { rowRuns, type OrderedScan, type RowRun } from './row-runs.js';
import { joinBlocks } from './joined-blocks.js';

/** Results to write, all in one row of the scan. */
export interface RowWrite extends Pick<RowRun, 'row' | 'columns'> {
  /** One array per result, in the order of the columns. */
  readonly values: readonly NumericArray[];
  /** Which points are readable when this is written; the others of `columns` are holes. */
  readonly points: readonly AxisRange[];
}

/**
 * Writes of consecutive points as they are, one per row.
 *
 * @param values One array per result.
 * @param frameLengths Elements per point of each result.
 * @returns Writes whose values may be views of `values`.
 * @throws RangeError where a point is outside of the scan.
 */
export function writesOfPoints(
  scan: OrderedScan,
  [first, stop]: AxisRange,
  values: readonly NumericArray[],
  frameLengths: readonly number[],
): RowWrite[] {
  return rowRuns(scan, [first, stop]).map(({ row, columns, points, isReversed }) => {
    const fromBlock: AxisRange = [points[0] - first, points[1] - first];
    const own = values.map((array, i) =>
      joinBlocks({ fromPrevious: null, fromBlock, isReversed }, frameLengths[i] as number, array),
    );
    return { row, columns, values: own, points: [points] };
  });
}
