import { openFile, type Dataset, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { requireFlag } from './require-flag.js';

/** Which datasets of a file make up a scan. */
export interface ScanPaths {
  readonly keys?: readonly string[];
  readonly data?: readonly string[];
  readonly interleaved?: readonly { readonly name: string; readonly paths: readonly string[] }[];
  readonly finished?: string | undefined;
}

/** An open live file with the datasets to follow. */
export interface OpenScan {
  readonly file: Hdf5File;
  readonly keys: readonly Dataset[];
  /** By the path as the user gave it. */
  readonly datasets: Readonly<Record<string, Dataset>>;
  /** Datasets that take turns, by name. */
  readonly interleaved: Readonly<Record<string, readonly Dataset[]>>;
  readonly finished?: Dataset;
}

/**
 * Opens a file for SWMR reading, and the datasets of a scan in it.
 *
 * @throws Hdf5Error as `openFile` and `Hdf5File.dataset` do; `WRONG_SHAPE` for a finished dataset that is no flag. The file is
 * closed then.
 */
export async function openScan(
  path: string,
  paths: ScanPaths,
  adapter: Hdf5Adapter,
  signal: AbortSignal,
): Promise<OpenScan> {
  const file = await openFile(path, { adapter, mode: 'r', swmr: true, signal });
  try {
    const keys: Dataset[] = [];
    for (const key of new Set(paths.keys)) keys.push(await file.dataset(key));
    const datasets: Record<string, Dataset> = {};
    for (const data of new Set(paths.data)) datasets[data] = await file.dataset(data);
    const interleaved: Record<string, readonly Dataset[]> = {};
    for (const { name, paths: members } of paths.interleaved ?? []) {
      const list: Dataset[] = [];
      for (const member of members) list.push(await file.dataset(member));
      interleaved[name] = list;
    }
    const scan = { file, keys, datasets, interleaved };
    if (paths.finished === undefined) return scan;
    const finished = await file.dataset(paths.finished);
    requireFlag(finished);
    return { ...scan, finished };
  } catch (error) {
    await file.close();
    throw error;
  }
}
