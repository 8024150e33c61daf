import { existsSync } from 'node:fs';
import { isHdf5Error } from '@h5tail/adapter';
import type { Mth5File } from '@h5tail/mth5';
import type { BackendName } from '../../backend.js';
import type { CliContext } from '../../context.js';
import { whenReadable } from '../../when-readable.js';

/** How long a writer may take for a change of the structure. */
const usualTimeoutMs = 10_000;

/** How to open a file for reading. */
export interface OpenOptions {
  /** How long to wait for a writer that is changing the structure, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Opens an MTH5 file for reading, live or complete. A writer that is in the middle of a change is waited for.
 *
 * @throws TimedOut; Hdf5Error as `openMth5`.
 */
export async function openForReading(
  context: CliContext,
  path: string,
  backend: BackendName | undefined,
  { timeoutMs = usualTimeoutMs }: OpenOptions = {},
): Promise<Mth5File> {
  const { clock, signal } = context;
  const { adapter } = await context.backend(backend);
  const { openMth5 } = await import('@h5tail/mth5');
  const open = (swmr: boolean): Promise<Mth5File> => openMth5(path, { adapter, mode: 'r', swmr, signal, clock });
  const attempt = async (): Promise<Mth5File> => {
    try {
      // Of a file that is not there, SWMR has more to say than a reader wants to know.
      return await open(existsSync(path));
    } catch (error) {
      // What SWMR reading refuses, for example files of older formats, may still open without.
      if (!isHdf5Error(error) || error.code !== 'HDF5') throw error;
      return open(false);
    }
  };
  return whenReadable(attempt, { waitForFile: false, timeoutMs, clock, signal });
}
