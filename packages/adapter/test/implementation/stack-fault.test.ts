import { expect, it } from 'vitest';
import { stackFault } from '../../src/implementation.js';

const stack = [
  { function: 'H5Dwrite', message: "can't write data", major: 'Dataset', minor: 'Write failed' },
  {
    function: 'H5FD__sec2_write',
    message: "file write failed: errno = 28, error message = 'No space left on device'",
    major: 'Low-level I/O',
    minor: 'Write failed',
  },
];

it('makes the coded error of an error stack', () => {
  const cause = new Error('thrown');
  const fault = stackFault('the dataset cannot be written', stack, { file: 'a.h5', object: '/d', cause });
  expect(fault).toMatchObject({ code: 'NO_SPACE', file: 'a.h5', object: '/d', details: stack, cause });
  expect(fault.message).toContain('the dataset cannot be written: No space left on device');
  expect(fault.remedy).toMatch(/^Free some space/);
});

it('takes other words than those of HDF5', () => {
  const fault = stackFault('it cannot be read', [], { file: 'a.h5' }, 'a checksum is wrong');
  expect(fault).toMatchObject({ code: 'HDF5', file: 'a.h5' });
  expect(fault.message).toContain('it cannot be read: a checksum is wrong');
});
