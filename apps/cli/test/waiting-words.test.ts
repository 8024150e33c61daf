import { Hdf5Error, type ErrorCode } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { waitingWords } from '../src/waiting-words.js';

it.each<[ErrorCode, string]>([
  ['FILE_NOT_FOUND', 'waiting for a.h5 to appear'],
  ['NOT_HDF5', 'waiting for a.h5 to be begun by its writer'],
  ['NOT_SWMR_READABLE', 'waiting for the writer of a.h5 to start SWMR mode'],
  ['TRANSIENT_READ', 'waiting for the writer of a.h5 to finish a change'],
])('says what is waited for at %s, without the remedy of an error', (code, words) => {
  expect(waitingWords('a.h5', new Hdf5Error(code, 'no', { remedy: 'Check the path' }))).toBe(words);
});
