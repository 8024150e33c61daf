import { dtypes, type Hdf5File } from '@h5tail/adapter';
import { sessionPaths } from './session-paths.js';

/**
 * Writes into a file that a session begins or has ended.
 *
 * While one goes on, the table of channels tells how many samples there are, see `commit`; else the datasets do, as other
 * programs do not keep the table up to date.
 */
export async function markSession(file: Hdf5File, isOn: boolean): Promise<void> {
  const value = BigInt64Array.of(isOn ? 0n : 1n);
  if (await file.root.has(sessionPaths.ended)) {
    const ended = await file.dataset(sessionPaths.ended);
    await ended.write(null, value);
    await ended.flush();
    return;
  }
  if (isOn) await file.root.createDataset(sessionPaths.ended, { dtype: dtypes.int64, shape: [], data: value });
}
