// @ts-check

/**
 * A box of elements in an array in row-major order.
 *
 * @typedef {object} BoxPlace
 * @property {Uint8Array} bytes Of the whole array.
 * @property {ArrayLike<number>} shape Elements per axis, slowest axis first.
 * @property {ArrayLike<number>} start First element of the box along each axis.
 */

/**
 * Copies a box of elements from one array into another of the same number of axes.
 *
 * @param {BoxPlace} from
 * @param {BoxPlace} to
 * @param {ArrayLike<number>} count Elements of the box along each axis, slowest axis first.
 * @param {number} elementBytes
 */
export function copyBox(from, to, count, elementBytes) {
  // Axes that are whole in both arrays are one piece with the axis before them.
  let axis = count.length - 1;
  let unit = elementBytes;
  while (axis > 0 && count[axis] === from.shape[axis] && count[axis] === to.shape[axis]) {
    unit *= count[axis] ?? 0;
    axis--;
  }
  copyRows(from, to, count, { axis, unit, depth: 0, fromRow: 0, toRow: 0 });
}

/**
 * @param {BoxPlace} from
 * @param {BoxPlace} to
 * @param {ArrayLike<number>} count
 * @param {{ axis: number, unit: number, depth: number, fromRow: number, toRow: number }} at Rows lie along `axis`, and
 * their elements take `unit` bytes. `fromRow` and `toRow` count, in both arrays, what is before along the axes up to
 * `depth`.
 */
function copyRows(from, to, count, { axis, unit, depth, fromRow, toRow }) {
  const fromFirst = fromRow * (from.shape[depth] ?? 0) + (from.start[depth] ?? 0);
  const toFirst = toRow * (to.shape[depth] ?? 0) + (to.start[depth] ?? 0);
  const steps = count[depth] ?? 0;
  if (depth === axis) {
    to.bytes.set(from.bytes.subarray(fromFirst * unit, (fromFirst + steps) * unit), toFirst * unit);
    return;
  }
  for (let step = 0; step < steps; step++) {
    copyRows(from, to, count, { axis, unit, depth: depth + 1, fromRow: fromFirst + step, toRow: toFirst + step });
  }
}
