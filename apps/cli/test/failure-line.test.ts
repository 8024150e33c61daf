import { Hdf5Error } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { failureLine } from '../src/failure-line.js';

const details = [{ function: 'H5F_open', message: 'unable to lock', major: 'File', minor: 'Lock' }];

describe('failureLine', () => {
  it('is one line with file, object and remedy', () => {
    const error = new Hdf5Error('OBJECT_NOT_FOUND', 'there is\n  no object', {
      file: 'a.h5',
      object: '/b',
      remedy: 'Look',
    });
    expect(failureLine(error, false)).toBe('a.h5 : /b: there is no object. See what there is with h5tail ls a.h5');
  });

  it('keeps the words of the operating system', () => {
    expect(failureLine(Object.assign(new TypeError('EMFILE: too many open files'), { code: 'EMFILE' }), false)).toBe(
      'EMFILE: too many open files',
    );
  });

  it('owns up to what is our own fault', () => {
    expect(failureLine(new TypeError('x is not a function'), false)).toMatch(
      /^internal error: x is not a function\. H5TAIL_DEBUG=1 shows where; please report it$/,
    );
    expect(failureLine('thrown text', false)).toBe('internal error: thrown text');
  });

  it('shows the stack and the words of HDF5 for debugging', () => {
    const text = failureLine(new Hdf5Error('FILE_LOCKED', 'locked', { details }), true);
    expect(text).toMatch(/^locked\nHdf5Error: locked\n {4}at /);
    expect(text).toMatch(/\n {2}HDF5 H5F_open: unable to lock \(File, Lock\)$/);
  });
});
