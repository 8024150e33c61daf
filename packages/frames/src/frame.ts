import type { Dtype, Slab } from '@h5tail/adapter';

/** Half-open range of one axis. */
export type AxisRange = readonly [start: number, stop: number];

/**
 * One frame of a scan. `shape` and `data` are the frame's own, without the axes of the scan; for a scalar per point
 * `shape` is empty and `data` holds one element.
 */
export interface Frame<D extends Dtype = Dtype> extends Slab<D> {
  /** Number of the point in row-major order. */
  readonly index: number;
  /** Coordinates of the point, one per axis of the scan. */
  readonly position: readonly number[];
  /** The point as ranges, one per axis of the scan, as `createDataset` and `appendData` take it. */
  readonly slice: readonly AxisRange[];
}

/** The ranges that hold just one point. */
export function pointSlice(position: readonly number[]): AxisRange[] {
  return position.map((coordinate) => [coordinate, coordinate + 1]);
}
