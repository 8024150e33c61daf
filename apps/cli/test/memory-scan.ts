import { dtypes, openFile, type DataOf, type Dtype, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';

/** A scan of one axis to write in one go. */
export interface MemoryScan {
  readonly dtype: Dtype;
  readonly frameShape?: readonly number[];
  /** The elements of all frames one after the other. */
  readonly data: DataOf<Dtype>;
  readonly keys: readonly number[];
  readonly finished?: number;
  /** Default: the file is closed. */
  readonly leaveOpen?: boolean;
}

/** Writes `/data`, `/keys` and `/finished`; gives the file, which stays open for SWMR writing with `leaveOpen`. */
export async function writeScan(adapter: Hdf5Adapter, path: string, scan: MemoryScan): Promise<Hdf5File> {
  const { dtype, frameShape = [], data, keys, finished = 0, leaveOpen = false } = scan;
  const file = await openFile(path, { adapter, mode: 'w' });
  const shape = [keys.length, ...frameShape];
  await file.root.createDataset('data', { dtype, shape, data });
  await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [keys.length], data: Int32Array.from(keys) });
  await file.root.createDataset('finished', { dtype: dtypes.uint8, shape: [], data: Uint8Array.of(finished) });
  await file.startSwmrWrite();
  if (!leaveOpen) await file.close();
  return file;
}
