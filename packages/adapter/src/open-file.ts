import type { Hdf5Adapter } from './adapter.js';
import type { FileMode, Hdf5File, OpenOptions } from './file.js';

/** Options of {@link openFile}. */
export interface OpenFileOptions extends OpenOptions {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
}

const modes: readonly FileMode[] = ['r', 'r+', 'w', 'wx'];

/**
 * Opens an HDF5 file.
 *
 * New files are written in the format of HDF5 1.10, which every library from 1.10 on reads, also while they are being
 * written.
 *
 * @example
 * ```ts
 * await using file = await openFile('scan.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * const frames = await file.dataset('/entry/data/frames', 'uint16');
 * const { data } = await frames.read([0]);
 * ```
 *
 * @throws Hdf5Error `FILE_NOT_FOUND`, `FILE_EXISTS`, `NOT_A_FILE`, `PERMISSION_DENIED`, `NOT_HDF5`, `TRUNCATED_FILE`,
 * `CORRUPT_FILE`, `FILE_LOCKED`, `NOT_SWMR_READABLE`, `NOT_SWMR_WRITABLE`, `BACKEND_UNAVAILABLE`.
 * @throws TypeError for an unknown mode, or options that do not go together.
 */
export async function openFile(path: string, options: OpenFileOptions): Promise<Hdf5File> {
  const { adapter, mode, swmr = false, skeleton, ignoreLocks, signal } = options;
  if (typeof path !== 'string' || path === '') throw new TypeError('the path of the file is empty');
  if (!modes.includes(mode)) throw new TypeError(`unknown mode '${String(mode)}'; use one of ${modes.join(', ')}`);
  const creates = mode === 'w' || mode === 'wx';
  if (swmr && creates) {
    throw new TypeError(`a new file cannot start in SWMR mode: create its objects, then call startSwmrWrite()`);
  }
  if (skeleton !== undefined && !creates) throw new TypeError(`a skeleton goes with mode 'w' or 'wx', not '${mode}'`);
  if (ignoreLocks === true && mode !== 'r+') throw new TypeError(`locks are ignored with mode 'r+', not '${mode}'`);
  signal?.throwIfAborted();
  return adapter.open(path, {
    mode,
    swmr,
    ...(skeleton === undefined ? {} : { skeleton }),
    ...(ignoreLocks === undefined ? {} : { ignoreLocks }),
    ...(signal === undefined ? {} : { signal }),
  });
}
