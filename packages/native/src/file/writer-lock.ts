import { closeSync, openSync } from 'node:fs';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import type { Hdf5Library } from '../c/hdf5-library.js';

/** From `sys/file.h`; the same on Linux, macOS and the BSDs. */
const exclusive = 2;
const withoutWaiting = 4;

/** Values of HDF5's own variable that turn locks off. */
const off = ['FALSE', '0'];

/**
 * The lock that a writer has on its file, the same that HDF5 takes: other programs find it, and it finds theirs. It is
 * given back when SWMR mode starts, for readers that lock.
 */
export class WriterLock {
  #descriptor: number | undefined;

  private constructor(descriptor: number | undefined) {
    this.#descriptor = descriptor;
  }

  /** No lock at all. */
  static none(): WriterLock {
    return new WriterLock(undefined);
  }

  /**
   * Locks a file that exists. There is no lock where the system or the file system has none, and where the user has turned
   * locks off; the flags in the superblock still tell of a writer.
   *
   * @throws Hdf5Error `FILE_LOCKED` where another program has a lock on it.
   */
  static take({ loaded: { koffi } }: Hdf5Library, path: string): WriterLock {
    const isOff = off.includes((process.env['HDF5_USE_FILE_LOCKING'] ?? '').toUpperCase());
    if (isOff || process.platform === 'win32') return new WriterLock(undefined);
    const flock: (descriptor: number, operation: number) => number = koffi
      .load(null)
      .func('int flock(int descriptor, int operation)');
    const descriptor = openToLock(path);
    if (flock(descriptor, exclusive | withoutWaiting) === 0) return new WriterLock(descriptor);
    const isTaken = koffi.errno() === koffi.os.errno['EWOULDBLOCK'] || koffi.errno() === koffi.os.errno['EAGAIN'];
    closeSync(descriptor);
    if (!isTaken) return new WriterLock(undefined);
    throw new Hdf5Error('FILE_LOCKED', 'another program has a lock on the file', {
      file: path,
      remedy: 'Wait until it has closed the file; one that only reads can set HDF5_USE_FILE_LOCKING=FALSE',
    });
  }

  /** Gives the lock back. Again does nothing. */
  release(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function openToLock(path: string): number {
  try {
    // For writing: network file systems lock no descriptor that only reads.
    return openSync(path, 'r+');
  } catch (error) {
    throw systemFault(error, path);
  }
}
