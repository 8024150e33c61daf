import { Hdf5Error, type Hdf5ErrorContext } from '../errors.js';
import type { AxisSelection, Selection } from '../selection.js';

/** A selection as a hyperslab: what HDF5 takes. */
export interface Hyperslab {
  readonly start: readonly number[];
  readonly count: readonly number[];
  readonly stride: readonly number[];
  /** Shape of the result: `count` without the axes that were taken by one index. */
  readonly shape: readonly number[];
  /** Number of selected elements. */
  readonly size: number;
  /** Whether every element of the dataset is selected. */
  readonly isWhole: boolean;
}

/**
 * Checks a selection against the extents of a dataset.
 *
 * @param place File and object, for the error.
 * @throws Hdf5Error `OUT_OF_RANGE` if it leaves the dataset or names more axes than there are.
 */
export function resolveSelection(
  selection: Selection | null | undefined,
  extents: readonly number[],
  place: Hdf5ErrorContext = {},
): Hyperslab {
  const axes = selection ?? [];
  if (axes.length > extents.length) {
    throw new Hdf5Error('OUT_OF_RANGE', `the selection has ${axes.length} axes, the dataset ${extents.length}`, place);
  }
  const start: number[] = [];
  const count: number[] = [];
  const stride: number[] = [];
  const shape: number[] = [];
  extents.forEach((extent, axis) => {
    const entry = axes[axis] ?? null;
    const [first, stop, step] = axisRange(entry, extent, axis, place);
    const taken = Math.ceil((stop - first) / step);
    start.push(first);
    count.push(taken);
    stride.push(step);
    if (typeof entry !== 'number') shape.push(taken);
  });
  return {
    start,
    count,
    stride,
    shape,
    size: count.reduce((product, taken) => product * taken, 1),
    isWhole: count.every((taken, axis) => taken === extents[axis]),
  };
}

function axisRange(
  entry: AxisSelection,
  extent: number,
  axis: number,
  place: Hdf5ErrorContext,
): [start: number, stop: number, step: number] {
  if (entry === null) return [0, extent, 1];
  const [start, stop, step] = typeof entry === 'number' ? [entry, entry + 1, 1] : [entry[0], entry[1], entry[2] ?? 1];
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(stop) && Number.isSafeInteger(step);
  if (!whole || start < 0 || stop < start || stop > extent || step < 1) {
    const wanted = typeof entry === 'number' ? `index ${entry}` : `range ${entry.join(':')}`;
    throw new Hdf5Error('OUT_OF_RANGE', `${wanted} is not within axis ${axis}, which has ${extent} elements`, place);
  }
  return [start, stop, step];
}
