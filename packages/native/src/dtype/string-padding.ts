import type { StringDtype } from '@h5tail/adapter';
import { constants } from '../c/constants.js';

type Padding = StringDtype['padding'];

const paddings: readonly (readonly [padding: Padding, number: number])[] = [
  ['null-terminated', constants.H5T_STR_NULLTERM],
  ['null-padded', constants.H5T_STR_NULLPAD],
  ['space-padded', constants.H5T_STR_SPACEPAD],
];

/** The padding that HDF5 has this number for; null-terminated for those that it has reserved. */
export function paddingOf(number: number): Padding {
  return paddings.find(([, known]) => known === number)?.[0] ?? 'null-terminated';
}

/** HDF5's number for a padding; one that it refuses for another text. */
export function paddingNumber(padding: Padding): number {
  return paddings.find(([known]) => known === padding)?.[1] ?? -1;
}
