import { readWriterState } from '@h5tail/local-file';
import type { Hdf5Library } from '../c/hdf5-library.js';
import type { OpenNativeFile } from './open-native-file.js';

/** Beyond every file; what lies between its real end and this reads as zeros, as HDF5 itself has it. */
const openEnd = 2n ** 50n;

/**
 * Leaves the end of a file open for HDF5 while it is being written in SWMR mode.
 *
 * A SWMR writer updates the end-of-file address in the superblock only when it flushes the whole file, not when it
 * flushes a dataset. From 1.14.4 on HDF5 refuses to open a contiguous dataset that lies beyond that address ("invalid
 * dataset size, likely file corruption"): a finished flag or a scalar that the writer first wrote in SWMR mode. The size of
 * the file is no better an end, because a contiguous dataset has its whole place from its first frame on and the file
 * grows into it. So HDF5 is told of an end far away. It remembers that for as long as the file is open; the file itself is
 * not touched.
 *
 * @param file Opened for reading.
 */
export function leaveEndOfFileOpen({ c }: Hdf5Library, file: OpenNativeFile, path: string): void {
  // HDF5 keeps one end per file and process. Another thread may write the file: it would go on behind the new end.
  if (file.isWritten || readWriterState(path) !== 'swmr-writing') return;
  const end = new BigUint64Array(1);
  if (c.H5Fget_eoa(file.id, end) >= 0 && (end[0] as bigint) < openEnd) c.H5Fincrement_filesize(file.id, openEnd);
}
