import { commonLength } from './format/raw-file.js';
import { withRawFile, type RawReadOptions } from './reading/read-options.js';

/**
 * Number of messages in a raw file, also while it is being written.
 *
 * @throws Hdf5Error `FILE_NOT_FOUND`, `NOT_HDF5`, …: what `openFile` throws; `OBJECT_NOT_FOUND` and `WRONG_DTYPE` where this is
 * no raw message file; `WRONG_VERSION`; with `strict` also `CORRUPT_FILE` and `TRANSIENT_READ`.
 *
 * @example
 * ```ts
 * const length = await lengthOfRawFile('raw.h5', { adapter: wasmAdapter() });
 * ```
 */
export async function lengthOfRawFile(path: string, options: RawReadOptions): Promise<number> {
  return withRawFile(path, options, (raw) => Promise.resolve(commonLength(raw)));
}
