import { describe, expect, it } from 'vitest';
import type { Hdf5StackEntry } from '../../src/index.js';
import { classifyErrorStack, innermostMessage, parseErrorStacks } from '../../src/implementation.js';

/** As HDF5 1.10.8 prints it, for a chunk that does not inflate. */
const stack110 = `HDF5-DIAG: Error detected in HDF5 (1.10.8) thread 1:
  #000: ../../../src/H5Dio.c line 199 in H5Dread(): can't read data
    major: Dataset
    minor: Read failed
  #001: ../../../src/H5Dio.c line 584 in H5D__read(): can't read data
    major: Dataset
    minor: Read failed
  #002: ../../../src/H5Dchunk.c line 3898 in H5D__chunk_lock(): data pipeline read failed
    major: Dataset
    minor: Filter operation failed
  #003: ../../../src/H5Z.c line 1400 in H5Z_pipeline(): filter returned failure during read
    major: Data filters
    minor: Read failed
  #004: ../../../src/H5Zdeflate.c line 118 in H5Z__filter_deflate(): inflate() failed
    major: Data filters
    minor: Unable to initialize object
`;

/** As HDF5 2.0.0 prints it, for a file that was cut short. */
const stack200 = `HDF5-DIAG: Error detected in HDF5 (2.0.0):
  #000: /src/H5F.c line 821 in H5Fopen(): unable to synchronously open file
    major: File accessibility
    minor: Unable to open file
  #001: /src/H5VLcallback.c line 3493 in H5VL_file_open(): open failed
    major: Virtual Object Layer
    minor: Can't open object
  #002: /src/H5F.c line 1990 in H5F_open(): unable to read superblock
    major: File accessibility
    minor: Read failed
  #003: /src/H5Fsuper.c line 617 in H5F__super_read(): truncated file: eof = 2668, sblock->base_addr = 0, stored_eof = 4448
    major: File accessibility
    minor: File has been truncated
`;

/** The only stack of a text. */
function stackOf(text: string): ReturnType<typeof parseErrorStacks>[number] {
  const stacks = parseErrorStacks(text);
  expect(stacks).toHaveLength(1);
  return stacks[0] as (typeof stacks)[number];
}

describe('parseErrorStacks', () => {
  it('reads what HDF5 1.10 prints', () => {
    const stack = stackOf(stack110);
    expect(stack.map((entry) => entry.function)).toEqual([
      'H5Dread',
      'H5D__read',
      'H5D__chunk_lock',
      'H5Z_pipeline',
      'H5Z__filter_deflate',
    ]);
    expect(stack[4]).toEqual({
      function: 'H5Z__filter_deflate',
      message: 'inflate() failed',
      major: 'Data filters',
      minor: 'Unable to initialize object',
    });
    expect(innermostMessage(stack)).toBe('inflate() failed');
  });

  it('reads what HDF5 2.0 prints', () => {
    const stack = stackOf(stack200);
    expect(stack).toHaveLength(4);
    expect(innermostMessage(stack)).toMatch(/^truncated file: eof = 2668/);
    expect(stack[1]?.major).toBe('Virtual Object Layer');
  });

  it('reads several stacks, and nothing', () => {
    expect(parseErrorStacks(stack110 + stack200)).toEqual([stackOf(stack110), stackOf(stack200)]);
    expect(parseErrorStacks('')).toEqual([]);
    expect(innermostMessage([])).toBe('HDF5 gave no reason');
  });
});

describe('classifyErrorStack', () => {
  it('knows the real ones', () => {
    expect(classifyErrorStack(stackOf(stack110)).code).toBe('CORRUPT_FILE');
    expect(classifyErrorStack(stackOf(stack200)).code).toBe('TRUNCATED_FILE');
    expect(classifyErrorStack([]).code).toBe('HDF5');
  });

  it('does not let a damage hide behind what it causes, in whatever order', () => {
    const entry = (message: string): Hdf5StackEntry => ({ function: 'f', message, major: '', minor: '' });
    const stack = [entry("can't locate object"), entry('incorrect metadata checksum')];
    expect(classifyErrorStack(stack).code).toBe('CORRUPT_FILE');
    expect(classifyErrorStack(stack.toReversed()).code).toBe('CORRUPT_FILE');
  });

  it.each([
    [
      'NO_SPACE',
      "file write failed: time = x, filename = 'a.h5', errno = 28, error message = 'No space left on device'",
    ],
    [
      'PERMISSION_DENIED',
      "unable to open file: name = 'a.h5', errno = 13, error message = 'Permission denied', flags = 1",
    ],
    ['NOT_HDF5', 'file signature not found'],
    ['NOT_SWMR_READABLE', 'file is not already open for SWMR writing'],
    ['NOT_SWMR_WRITABLE', 'file superblock version - SWMR access requires a superblock version of at least 3'],
    ['NOT_SWMR_WRITABLE', 'file superblock version - should be at least 3'],
    ['FILE_LOCKED', 'file is already open for write (may use <h5clear file> to clear file consistency flags)'],
    ['FILE_LOCKED', "unable to lock file, errno = 11, error message = 'Resource temporarily unavailable'"],
    ['FILTER_MISSING', "required filter 'filter-32099' is not registered"],
    ['OBJECT_EXISTS', 'name already exists'],
    ['OUT_OF_RANGE', 'dataset dimension cannot exceed the maximal size, out of range'],
    ['BROKEN_LINK', "unable to open external file, external link file name = 'no-such-file.h5'"],
    ['BROKEN_LINK', 'too many links'],
    ['OBJECT_NOT_FOUND', "object 'x' doesn't exist"],
    ['WRONG_KIND', 'not a dataset'],
    ['READ_ONLY', 'no write intent on file'],
    ['CORRUPT_FILE', 'incorrect metadata checksum after all read attempts'],
    ['CORRUPT_FILE', 'bad heap index, heap object = {4096, 3}'],
    ['CORRUPT_FILE', 'invalid dataset size, likely file corruption'],
    ['IO', 'file read failed: time = x'],
    ['HDF5', 'something new'],
  ])('gives %s to "%s"', (code, message) => {
    expect(classifyErrorStack([{ function: 'H5X', message, major: '', minor: '' }]).code).toBe(code);
  });

  it('gives a remedy where there is one', () => {
    const message = "required filter 'x' is not registered";
    expect(classifyErrorStack([{ function: 'H5Z_pipeline', message, major: '', minor: '' }]).remedy).toMatch(/plug-in/);
  });
});
