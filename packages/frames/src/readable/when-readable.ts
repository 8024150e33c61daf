import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { untilReadable, type ReadableOutcome, type UntilReadableOptions } from './until-readable.js';

/** What must be readable. */
export interface WhenReadableOptions extends UntilReadableOptions {
  readonly adapter: Hdf5Adapter;
  /** Absolute paths of datasets that must be there. Default: none, the file alone. */
  readonly datasets?: readonly string[];
}

/**
 * Waits until a file can be opened for reading beside its writer and has these datasets. Nothing stays open.
 *
 * @returns `{ readable: true }`, or `{ readable: false, error, timedOut }` with the fault of the last attempt:
 * `FILE_NOT_FOUND`, `NOT_HDF5` (empty, for example), `NOT_SWMR_READABLE`, `OBJECT_NOT_FOUND`, …
 * @throws TypeError where `datasets` is no list of paths. RangeError for a time that is none. The signal's reason.
 *
 * @example
 * ```ts
 * const state = await whenReadable('scan.h5', { adapter, datasets: ['/entry/keys'], timeoutMs: 30_000 });
 * if (!state.readable) throw state.error;
 * ```
 */
export async function whenReadable(
  path: string,
  { adapter, datasets = [], ...options }: WhenReadableOptions,
): Promise<ReadableOutcome<undefined>> {
  if (!Array.isArray(datasets) || datasets.some((dataset) => typeof dataset !== 'string')) {
    throw new TypeError('datasets is a list of paths');
  }
  const { signal } = options;
  return untilReadable(async () => {
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true, ...(signal && { signal }) });
    for (const dataset of datasets) await file.dataset(dataset);
    return undefined;
  }, options);
}
