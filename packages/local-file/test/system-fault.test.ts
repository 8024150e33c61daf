import { Hdf5Error } from '@h5tail/adapter';
import { expect, test } from 'vitest';
import { systemFault } from '../src/index.js';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: something`), { code });
}

test.each([
  ['ENOENT', 'FILE_NOT_FOUND'],
  ['EACCES', 'PERMISSION_DENIED'],
  ['EROFS', 'PERMISSION_DENIED'],
  ['EISDIR', 'NOT_A_FILE'],
  ['EEXIST', 'FILE_EXISTS'],
  ['ENOSPC', 'NO_SPACE'],
  ['EDQUOT', 'NO_SPACE'],
  ['EFBIG', 'NO_SPACE'],
  ['EIO', 'IO'],
])('%s is %s', (errno, code) => {
  const cause = systemError(errno);
  expect(systemFault(cause, 'scan.h5')).toMatchObject({ code, file: 'scan.h5', cause });
});

test('a fault that has its code already passes unchanged', () => {
  const fault = new Hdf5Error('CORRUPT_FILE', 'no');
  expect(systemFault(fault, 'scan.h5')).toBe(fault);
});

test('what is no system error passes unchanged', () => {
  const error = new TypeError('no');
  expect(systemFault(error, 'scan.h5')).toBe(error);
  expect(systemFault('text', 'scan.h5')).toBe('text');
});
