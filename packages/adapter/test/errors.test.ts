import { describe, expect, it } from 'vitest';
import { Hdf5Error, isHdf5Error } from '../src/index.js';

describe('Hdf5Error', () => {
  it('says where, what and what to do, in one line', () => {
    const error = new Hdf5Error('OBJECT_NOT_FOUND', 'there is no such object', {
      file: 'scan.h5',
      object: '/entry',
      remedy: 'List the file',
    });
    expect(error.message).toBe('scan.h5 : /entry: there is no such object. List the file');
    expect(error).toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      file: 'scan.h5',
      object: '/entry',
      remedy: 'List the file',
    });
    expect(error.name).toBe('Hdf5Error');
    expect(error).toBeInstanceOf(Error);
  });

  it('does without a context', () => {
    const error = new Hdf5Error('CLOSED', 'the file was closed');
    expect(error.message).toBe('the file was closed');
    expect(error.details).toEqual([]);
    expect('cause' in error).toBe(false);
  });

  it('keeps the cause, the stack of HDF5 and the index', () => {
    const cause = new Error('inner');
    const details = [{ function: 'H5F_open', message: 'no', major: 'File accessibility', minor: 'Read failed' }];
    const error = new Hdf5Error('HDF5', 'failed', { cause, details, index: 7 });
    expect(error.cause).toBe(cause);
    expect(error.details).toBe(details);
    expect(error.index).toBe(7);
  });

  it('knows what may pass by itself', () => {
    expect(new Hdf5Error('NOT_SWMR_READABLE', '').retryable).toBe(true);
    expect(new Hdf5Error('TRANSIENT_READ', '').retryable).toBe(true);
    for (const code of ['FILE_LOCKED', 'CORRUPT_FILE', 'BUSY', 'HDF5'] as const) {
      expect(new Hdf5Error(code, '').retryable).toBe(false);
    }
  });
});

describe('isHdf5Error', () => {
  it('knows the errors of another copy of this package', () => {
    expect(isHdf5Error(new Hdf5Error('IO', ''))).toBe(true);
    expect(isHdf5Error(Object.assign(new Error('x'), { [Symbol.for('h5tail.Hdf5Error')]: true }))).toBe(true);
    for (const other of [new Error('x'), { code: 'IO' }, 'IO', null, undefined]) expect(isHdf5Error(other)).toBe(false);
  });

  it('leaves no mark on the error itself', () => {
    expect(Object.getOwnPropertySymbols(new Hdf5Error('IO', ''))).toEqual([]);
  });
});
