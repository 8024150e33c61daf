import type { Box } from './linear-range-boxes.js';

/** The part of a hyperslab that lies within extents; `undefined` where there is none. */
export function boxInExtents(box: Box, extents: readonly number[]): Box | undefined {
  const clipped = box.map(([start, stop], axis): [number, number] => [start, Math.min(stop, extents[axis] as number)]);
  return clipped.every(([start, stop]) => start < stop) ? clipped : undefined;
}

/** Number of elements of a hyperslab. */
export function boxSize(box: Box): number {
  return box.reduce((size, [start, stop]) => size * (stop - start), 1);
}

/**
 * Calls `visit` for every row of `part` along the fastest axis, in order, with the place of its first element in the
 * elements of `box`, in the elements of `part`, and their number.
 *
 * @param part A hyperslab with the same starts that does not leave `box`.
 */
export function forRowsOf(part: Box, box: Box, visit: (inBox: number, inPart: number, length: number) => void): void {
  const lengths = part.map(([start, stop]) => stop - start);
  const length = lengths.at(-1) ?? 1;
  const rows = boxSize(part) / length;
  for (let row = 0; row < rows; row++) {
    let [rest, stride, inBox] = [row, 1, 0];
    for (let axis = box.length - 1; axis >= 0; axis--) {
      const [start, stop] = box[axis] as readonly [number, number];
      if (axis < box.length - 1) {
        inBox += (rest % (lengths[axis] as number)) * stride;
        rest = Math.floor(rest / (lengths[axis] as number));
      }
      stride *= stop - start;
    }
    visit(inBox, row * length, length);
  }
}
