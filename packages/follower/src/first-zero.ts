import type { NumericArray } from '@h5tail/adapter';

/** Place of the first element that is zero (0, -0, 0n); the length if there is none. NaN is not zero. */
export function firstZero(data: NumericArray): number {
  const place = data instanceof BigInt64Array || data instanceof BigUint64Array ? data.indexOf(0n) : data.indexOf(0);
  return place < 0 ? data.length : place;
}

/** Number of zeros in a row from a place on. */
export function zerosFrom(data: NumericArray, place: number): number {
  let stop = place;
  // 0, -0 and 0n are falsy, and so is NaN, which is not zero.
  while (stop < data.length && !data[stop] && !Number.isNaN(data[stop])) stop++;
  return stop - place;
}
