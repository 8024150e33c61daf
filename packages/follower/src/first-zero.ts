import type { NumericArray } from '@h5tail/adapter';

/** Place of the first element that is zero (0, -0, 0n); the length if there is none. NaN is not zero. */
export function firstZero(data: NumericArray): number {
  const place = data instanceof BigInt64Array || data instanceof BigUint64Array ? data.indexOf(0n) : data.indexOf(0);
  return place < 0 ? data.length : place;
}
