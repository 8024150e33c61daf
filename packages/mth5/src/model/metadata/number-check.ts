import type { Key } from './key.js';
import { keyRefusal, type Place } from './key-refusal.js';

interface Range {
  readonly min: number;
  readonly max: number;
  readonly expected: string;
}

const ranges: Readonly<Partial<Record<NonNullable<Key['check']>, Range>>> = {
  latitude: { min: -90, max: 90, expected: 'a latitude from -90 to 90 degrees' },
  longitude: { min: -180, max: 180, expected: 'a longitude from -180 to 180 degrees' },
  rate: { min: 0, max: Number.MAX_VALUE, expected: 'a finite number of samples per second that is not negative' },
  'data level': { min: 0, max: 3, expected: 'a whole number from 0 to 3' },
};

/**
 * A number that its key can have.
 *
 * @throws Hdf5Error `INVALID_DATA` outside the range that the key's check sets, and for NaN where there is one.
 */
export function checkedNumber(key: Key, value: number, place: Place): number {
  const range = key.check === undefined ? undefined : ranges[key.check];
  if (range === undefined || (value >= range.min && value <= range.max)) return value;
  throw keyRefusal(place, value, range.expected);
}
