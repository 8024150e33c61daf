import { unravelIndex } from './unravel-index.js';

/** A hyperslab: a half-open range per axis. */
export type Box = readonly (readonly [start: number, stop: number])[];

/**
 * Cuts a range of indices into hyperslabs that, read one after the other, give its elements in order.
 *
 * A range in a grid is ragged at both ends, so it takes up to `2 * rank - 1` boxes: the rest of a row, whole rows,
 * the begin of a row, and the same again for every slower axis.
 *
 * @param start First index.
 * @param stop Index after the last.
 * @param shape Extents of the scan; the slowest counts as unlimited.
 */
export function linearRangeBoxes(start: number, stop: number, shape: readonly number[]): Box[] {
  const boxes: Box[] = [];
  // Number of points that one step along each axis skips.
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  for (let index = start; index < stop;) {
    const position = unravelIndex(index, [null, ...shape.slice(1)], shape.length);
    const axis = strides.findIndex((stride) => index % stride === 0 && index + stride <= stop);
    if (axis < 0) {
      // Rank 0: the one point.
      boxes.push([]);
      break;
    }
    const stride = strides[axis] as number;
    const left = axis === 0 ? Infinity : (shape[axis] as number) - (position[axis] as number);
    const steps = Math.min(left, Math.floor((stop - index) / stride));
    boxes.push(
      position.map((first, other) => {
        if (other < axis) return [first, first + 1];
        return other === axis ? [first, first + steps] : [0, shape[other] as number];
      }),
    );
    index += steps * stride;
  }
  return boxes;
}
