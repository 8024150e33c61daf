/**
 * What went wrong, as a stable word. Codes do not change within a major version; messages may.
 *
 * | code | meaning |
 * | --- | --- |
 * | `FILE_NOT_FOUND` | no file at this path |
 * | `FILE_EXISTS` | mode `wx` and the file is there already |
 * | `FILE_REPLACED` | another file took the place of the one that is open, or it was written anew |
 * | `NOT_A_FILE` | the path is a directory or a device |
 * | `PERMISSION_DENIED` | the operating system refuses access |
 * | `NOT_HDF5` | no HDF5 signature: another format, or an empty file |
 * | `TRUNCATED_FILE` | the file ends before the data that it describes |
 * | `CORRUPT_FILE` | a structure of the file does not make sense, or its checksum is wrong |
 * | `FILE_LOCKED` | another program writes the file, or was killed while writing |
 * | `NOT_SWMR_READABLE` | a writer has the file open and has not started SWMR mode; try again |
 * | `NOT_SWMR_WRITABLE` | the file's format is too old to be written in SWMR mode |
 * | `OBJECT_NOT_FOUND` | no object, link or attribute of this name |
 * | `OBJECT_EXISTS` | an object, link or attribute of this name is there already |
 * | `BROKEN_LINK` | a soft or external link leads nowhere |
 * | `WRONG_KIND` | the object is of another kind, for example a group where a dataset was asked for |
 * | `WRONG_DTYPE` | the dataset's dtype is not the one asked for, or does not fit the use |
 * | `WRONG_SHAPE` | shape or rank do not fit the use |
 * | `WRONG_VERSION` | the file's own format is of a version that does not fit the use |
 * | `NULL_DATASPACE` | the dataset has no dataspace, so there are no elements |
 * | `OUT_OF_RANGE` | the selection leaves the dataset, or the shape leaves its maximum |
 * | `INVALID_DATA` | the data given do not fit the selection or the dtype |
 * | `UNSUPPORTED` | this backend lacks the capability; the message names it |
 * | `UNSUPPORTED_DTYPE` | elements of this dtype cannot be read or written |
 * | `FILTER_MISSING` | a chunk needs a filter that is not available |
 * | `STRUCTURE_FIXED` | in SWMR mode no object, link or attribute may be created, replaced or removed |
 * | `READ_ONLY` | writing to a file opened for reading |
 * | `TRANSIENT_READ` | the writer was in the middle of a change; try again |
 * | `CLOSED` | the file was closed |
 * | `BUSY` | the object is in use by another call that cannot run at the same time |
 * | `NO_SPACE` | the disk is full, or a quota or memory limit is reached |
 * | `BACKEND_UNAVAILABLE` | the implementation could not be loaded |
 * | `IO` | the operating system failed to read or write |
 * | `HDF5` | any other failure inside the HDF5 library; see `details` |
 */
export type ErrorCode =
  | 'FILE_NOT_FOUND'
  | 'FILE_EXISTS'
  | 'FILE_REPLACED'
  | 'NOT_A_FILE'
  | 'PERMISSION_DENIED'
  | 'NOT_HDF5'
  | 'TRUNCATED_FILE'
  | 'CORRUPT_FILE'
  | 'FILE_LOCKED'
  | 'NOT_SWMR_READABLE'
  | 'NOT_SWMR_WRITABLE'
  | 'OBJECT_NOT_FOUND'
  | 'OBJECT_EXISTS'
  | 'BROKEN_LINK'
  | 'WRONG_KIND'
  | 'WRONG_DTYPE'
  | 'WRONG_SHAPE'
  | 'WRONG_VERSION'
  | 'NULL_DATASPACE'
  | 'OUT_OF_RANGE'
  | 'INVALID_DATA'
  | 'UNSUPPORTED'
  | 'UNSUPPORTED_DTYPE'
  | 'FILTER_MISSING'
  | 'STRUCTURE_FIXED'
  | 'READ_ONLY'
  | 'TRANSIENT_READ'
  | 'CLOSED'
  | 'BUSY'
  | 'NO_SPACE'
  | 'BACKEND_UNAVAILABLE'
  | 'IO'
  | 'HDF5';

/** Codes of faults that may pass by themselves while a writer goes on. */
export const retryableCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['NOT_SWMR_READABLE', 'TRANSIENT_READ']);
