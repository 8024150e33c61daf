import { Hdf5Error, type Hdf5ErrorContext, type NumericArray } from '@h5tail/adapter';
import type { ResultLayout } from './pending-block.js';

/** Results as they were handed over. */
export interface TakenValues {
  /** How many points. */
  readonly count: number;
  /** One array per result, in the order of the plans. */
  readonly arrays: readonly NumericArray[];
}

/**
 * Puts results in the order of their plans.
 *
 * @throws TypeError for a result that is missing or not planned.
 * @throws Hdf5Error `INVALID_DATA` for an array of another class, or not as many points in each.
 */
export function takeValues(
  values: Readonly<Record<string, unknown>>,
  names: readonly string[],
  layouts: readonly ResultLayout[],
  place: Hdf5ErrorContext,
): TakenValues {
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no result '${unknown}': there are ${names.join(', ')}`);
  let count: number | undefined;
  const arrays = names.map((name, i) => {
    const { frameLength, createArray } = layouts[i] as ResultLayout;
    const array = values[name];
    if (array === undefined) throw new TypeError(`the result '${name}' is missing`);
    const wanted = createArray(0).constructor;
    if (!ArrayBuffer.isView(array) || array.constructor !== wanted) {
      throw new Hdf5Error('INVALID_DATA', `the values of '${name}' are no ${wanted.name}`, place);
    }
    const points = (array as NumericArray).length / frameLength;
    if (!Number.isInteger(points) || points === 0) {
      throw new Hdf5Error('INVALID_DATA', `'${name}' has ${frameLength} elements per point`, {
        ...place,
        remedy: `Give a multiple, and not ${(array as NumericArray).length}`,
      });
    }
    if (count !== undefined && points !== count) {
      throw new Hdf5Error('INVALID_DATA', `'${name}' is of ${points} points, results before it of ${count}`, place);
    }
    count = points;
    return array as NumericArray;
  });
  return { count: count ?? 0, arrays };
}
