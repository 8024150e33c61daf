import { Hdf5Error, type ErrorCode, type Hdf5ErrorContext } from '@h5tail/adapter';
import { expect, it } from 'vitest';
import { faultWords } from '../src/fault-words.js';

const place = { file: '/a b.h5', object: '/entry' };

it.each<[ErrorCode, Hdf5ErrorContext, string]>([
  ['WRONG_KIND', {}, "Name a dataset in it; see h5tail ls '/a b.h5' /entry"],
  ['OBJECT_NOT_FOUND', { remedy: 'List the file' }, "See what there is with h5tail ls '/a b.h5'"],
  ['OBJECT_NOT_FOUND', { remedy: 'There are ex, ey' }, 'There are ex, ey'],
  ['OBJECT_NOT_FOUND', { remedy: 'There is nothing of the kind yet' }, 'There is nothing of the kind yet'],
  [
    'FILE_LOCKED',
    { remedy: 'h5tail mth5 recover mends it; reading with SWMR works as it is' },
    "h5tail mth5 recover '/a b.h5' mends it; reading with SWMR works as it is",
  ],
  [
    'FILE_LOCKED',
    {
      remedy:
        'Begin the session before the readers, let them read with locking=False (HDF5_USE_FILE_LOCKING=FALSE), or ignore locks (ignoreLocks)',
    },
    'Begin the session before the readers, or let them read with HDF5_USE_FILE_LOCKING=FALSE',
  ],
  [
    'FILE_EXISTS',
    { remedy: "Choose another name, or mode 'w' to replace it" },
    'Choose another name, or remove it first',
  ],
  ['OUT_OF_RANGE', { index: 3 }, 'The keys have more points than the data: check --keys, --data and --scan-rank'],
  ['FILE_REPLACED', { remedy: 'Open it again' }, 'Follow it anew'],
  ['NO_SPACE', { remedy: 'Free some space' }, 'Free some space'],
  ['TRANSIENT_READ', {}, 'Its writer may be slow or gone; --timeout waits longer'],
  ['TRANSIENT_READ', { remedy: 'Flush first' }, 'Flush first'],
  ['BROKEN_LINK', {}, "See where it leads with h5tail ls '/a b.h5'"],
])('%s %j has a remedy for users', (code, context, remedy) => {
  const error = new Hdf5Error(code, 'it is so', { ...place, ...context });
  expect(faultWords(error, 'h5tail')).toBe(`/a b.h5 : /entry: it is so. ${remedy}`);
});

it.each([
  ['/a b.h5', "h5tail raw repair '/a b.h5'"],
  ['-a.h5', 'h5tail raw repair ./-a.h5'],
  ['/a.$&.h5', "h5tail raw repair '/a.$&.h5'"],
  [undefined, 'h5tail raw repair FILE'],
])('names the file %s in the command that mends it', (file, command) => {
  const remedy = 'Wait until it is closed; if no program writes it any more, repair it: h5tail raw repair';
  const words = faultWords(new Hdf5Error('FILE_LOCKED', 'it is so', { file, remedy }), 'h5tail');
  const before = file === undefined ? '' : `${file}: `;
  expect(words).toBe(
    `${before}it is so. Wait until it is closed; if no program writes it any more, repair it: ${command}`,
  );
});

it('calls the commands on MTH5 files as the user calls this program', () => {
  const remedy = 'Wait until its writer closes it; h5tail mth5 add changes the structure through it';
  const words = faultWords(new Hdf5Error('FILE_LOCKED', 'it is so', { file: 'a.h5', remedy }), 'npx h5tail');
  expect(words).toContain('Wait until its writer closes it; npx h5tail mth5 add changes');
});

it('has a remedy of its own for a limit on the size of files, wherever HDF5 says so', () => {
  const context = { file: 'a.h5', remedy: 'Free some space and write again' };
  const entry = { function: 'H5FD__sec2_write', message: "error message = 'File too large'", major: '', minor: '' };
  const words = 'Write to several files, or raise the limit';
  const outer = new Hdf5Error('NO_SPACE', 'it cannot be written', { ...context, details: [entry] });
  expect(faultWords(outer, 'h5tail')).toBe(`a.h5: it cannot be written. ${words}`);
  const inner = new Hdf5Error('NO_SPACE', 'the file cannot be flushed: File too large', context);
  expect(faultWords(inner, 'h5tail')).toBe(`a.h5: the file cannot be flushed: File too large. ${words}`);
});

it('leaves the words alone where there is nothing to add', () => {
  expect(faultWords(new Hdf5Error('NO_SPACE', 'the disk is full'), 'h5tail')).toBe('the disk is full');
});
