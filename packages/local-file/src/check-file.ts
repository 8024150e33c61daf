import { accessSync, constants, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hdf5Error, type OpenOptions } from '@h5tail/adapter';
import { readSuperblock, type SuperblockOnDisk } from './read-superblock.js';
import { systemFault } from './system-fault.js';

const attempts = 10;
const pauseMs = 5;

/**
 * Finds out what would keep HDF5 from opening an existing file, and says so more clearly than the library does.
 *
 * A writer that is just opening or closing the file changes its superblock and its size in two steps; what looks wrong
 * is therefore looked at again for up to 50 ms before it counts.
 *
 * @throws Hdf5Error `FILE_NOT_FOUND`, `NOT_A_FILE`, `PERMISSION_DENIED`, `NOT_HDF5`, `TRUNCATED_FILE`, `CORRUPT_FILE`,
 * `FILE_LOCKED`, `NOT_SWMR_READABLE`, `NOT_SWMR_WRITABLE`, `IO`.
 */
export async function checkFile(path: string, options: Pick<OpenOptions, 'mode' | 'swmr' | 'signal'>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const fault = findFault(path, options);
    if (fault === undefined) return;
    if (attempt === attempts || !settlesByItself(fault)) throw fault;
    await sleep(pauseMs);
    options.signal?.throwIfAborted();
  }
}

function settlesByItself(fault: Error): boolean {
  return fault instanceof Hdf5Error && (fault.code === 'TRUNCATED_FILE' || fault.code === 'CORRUPT_FILE');
}

function findFault(path: string, options: Pick<OpenOptions, 'mode' | 'swmr'>): Error | undefined {
  let found: SuperblockOnDisk;
  try {
    const stats = statSync(path);
    // Opening a pipe would wait for a writer for ever.
    if (!stats.isFile()) return notAFile(path);
    accessSync(path, options.mode === 'r' ? constants.R_OK : constants.R_OK | constants.W_OK);
    found = readSuperblock(path);
  } catch (error) {
    const fault = systemFault(error, path);
    if (fault instanceof Error) return fault;
    throw fault;
  }
  // The size of a file whose writer is just setting it up says nothing yet, so the writer comes before the size.
  return faultOfSuperblock(path, found) ?? faultOfWriter(path, found, options) ?? faultOfSize(path, found, options);
}

/** The fault of what is a folder, a pipe or a device. */
export function notAFile(path: string): Hdf5Error {
  return new Hdf5Error('NOT_A_FILE', 'this is not a file', { file: path, remedy: 'Name a file' });
}

/** What is wrong with a file of which the superblock alone is known. */
export function faultOfSuperblock(path: string, { superblock, fileSize }: SuperblockOnDisk): Hdf5Error | undefined {
  if (superblock === undefined) {
    const what = fileSize === 0 ? 'the file is empty' : 'this is not an HDF5 file: it has no HDF5 signature';
    return new Hdf5Error('NOT_HDF5', what, {
      file: path,
      remedy: 'Check the path, or wait until its writer has begun',
    });
  }
  if (!superblock.checksumValid) {
    const remedy = 'Take the file from its source again, or repair it';
    return new Hdf5Error('CORRUPT_FILE', 'the checksum of the superblock is wrong', { file: path, remedy });
  }
  return undefined;
}

function faultOfSize(
  path: string,
  { superblock, fileSize }: SuperblockOnDisk,
  { mode, swmr = false }: Pick<OpenOptions, 'mode' | 'swmr'>,
): Hdf5Error | undefined {
  // In SWMR mode the file grows into its end, up to which HDF5 has given out places that are not written yet.
  if (mode === 'r' && swmr && superblock?.writer === 'swmr-writing') return undefined;
  const end = superblock?.endOfFile ?? 0;
  if (fileSize < end) {
    return new Hdf5Error('TRUNCATED_FILE', `the file has ${fileSize} bytes where its superblock says ${end}`, {
      file: path,
      remedy: 'The copy or the writing of the file was cut short: take it from its source again',
    });
  }
  return undefined;
}

function faultOfWriter(
  path: string,
  { superblock }: SuperblockOnDisk,
  { mode, swmr = false }: Pick<OpenOptions, 'mode' | 'swmr'>,
): Hdf5Error | undefined {
  const writer = superblock?.writer ?? 'unknown';
  if (mode === 'r' && swmr) {
    if (writer !== 'writing') return undefined;
    return new Hdf5Error('NOT_SWMR_READABLE', 'a writer has the file open and has not started SWMR mode', {
      file: path,
      remedy: 'Try again when it has; if no program writes the file any more, h5tail recover mends it',
    });
  }
  if (swmr && (superblock?.version ?? 0) < 3) {
    return new Hdf5Error('NOT_SWMR_WRITABLE', `superblock version ${superblock?.version} has no SWMR mode`, {
      file: path,
      remedy: 'Write the file anew in the format of HDF5 1.10 or later',
    });
  }
  if (writer === 'closed' || writer === 'unknown') return undefined;
  return new Hdf5Error('FILE_LOCKED', 'the file is open for writing, or its writer was killed', {
    file: path,
    remedy:
      mode === 'r' && writer === 'swmr-writing'
        ? 'Open it for SWMR reading (swmr: true)'
        : 'Wait for the writer to close it; if there is none any more, h5tail recover mends the file',
  });
}
