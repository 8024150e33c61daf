/** A box in an array in row-major order; extents in elements, slowest axis first. */
export interface Box {
  readonly count: readonly number[];
  /** Where it begins in the array. */
  readonly place: readonly number[];
  /** Extents of the array. */
  readonly shape: readonly number[];
}

/**
 * Copies elements that fill a box into the array that the box is in.
 *
 * @param part The elements of the box, one after the other.
 * @param array All bytes of the array.
 */
export function placePart(
  part: Uint8Array,
  array: Uint8Array,
  { count, place, shape }: Box,
  elementBytes: number,
): void {
  // Rows along the last axes that the box takes as a whole are one piece with the axis before them.
  let axis = count.length - 1;
  while (axis > 0 && count[axis] === shape[axis]) axis--;
  const unit = shape.slice(axis + 1).reduce((product, extent) => product * extent, elementBytes);
  const rowBytes = (count[axis] as number) * unit;
  let from = 0;
  const copyFrom = (depth: number, before: number): void => {
    const first = before * (shape[depth] as number) + (place[depth] as number);
    if (depth === axis) {
      array.set(part.subarray(from, from + rowBytes), first * unit);
      from += rowBytes;
      return;
    }
    for (let i = 0; i < (count[depth] as number); i++) copyFrom(depth + 1, first + i);
  };
  copyFrom(0, 0);
}
