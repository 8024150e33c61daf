/**
 * Position of a point in a scan: the coordinates of element `index` in row-major order.
 *
 * @param index 0 or more.
 * @param shape Extents, slowest axis first. The slowest may be `null`, unlimited; the others need a number.
 * @param rank How many of the leading axes of `shape` are the scan. Default: all.
 * @returns `rank` coordinates; none for rank 0, where index 0 is the only one.
 * @throws RangeError if there is no such index or an axis has no extent to go by.
 *
 * @example
 * ```ts
 * unravelIndex(11, [3, 4, 5], 2); // [2, 3]
 * unravelIndex(11, [null, 4]); // [2, 3]
 * ```
 */
export function unravelIndex(index: number, shape: readonly (number | null)[], rank: number = shape.length): number[] {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`${index} is not an index`);
  if (rank > shape.length) throw new RangeError(`a shape of ${shape.length} axes has no first ${rank}`);
  const position = Array.from({ length: rank }, () => 0);
  let rest = index;
  for (let axis = rank - 1; axis > 0; axis--) {
    const extent = shape[axis] ?? 0;
    if (extent < 1) throw new RangeError(`axis ${axis} has no extent to count by`);
    position[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  const slowest = rank === 0 ? 1 : (shape[0] ?? Infinity);
  if (rest >= slowest) throw new RangeError(`index ${index} is outside of the scan`);
  if (rank > 0) position[0] = rest;
  return position;
}
