import { Hdf5Error, type ErrorCode, type Hdf5ErrorContext } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { faultWords } from '../src/fault-words.js';

const place = { file: '/a b.h5', object: '/entry' };

it.each<[ErrorCode, Hdf5ErrorContext, string]>([
  ['WRONG_KIND', {}, "Name a dataset in it; see h5tail ls '/a b.h5' /entry"],
  ['OBJECT_NOT_FOUND', { remedy: 'List the file' }, "See what there is with h5tail ls '/a b.h5'"],
  ['OUT_OF_RANGE', { index: 3 }, 'The keys have more points than the data: check --keys, --data and --scan-rank'],
  ['FILE_REPLACED', { remedy: 'Open it again' }, 'Follow it anew'],
  ['TRANSIENT_READ', {}, 'Its writer may be slow or gone; --timeout waits longer'],
  ['TRANSIENT_READ', { remedy: 'Flush first' }, 'Flush first'],
  ['BROKEN_LINK', {}, "See where it leads with h5tail ls '/a b.h5'"],
])('%s %j has a remedy for users', (code, context, remedy) => {
  const error = new Hdf5Error(code, 'it is so', { ...place, ...context });
  expect(faultWords(error, 'h5tail')).toBe(`/a b.h5 : /entry: it is so. ${remedy}`);
});

it('leaves the words alone where there is nothing to add', () => {
  expect(faultWords(new Hdf5Error('NO_SPACE', 'the disk is full'), 'h5tail')).toBe('the disk is full');
});
