import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Hdf5Error, isHdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { UsageError } from '../../../usage-errors.js';

/**
 * Refuses an output that must not be written, before anything is waited for.
 *
 * @throws UsageError where it is the file to be followed. Hdf5Error `FILE_EXISTS`.
 */
export function requireOutput(output: string, input: string, overwrite: boolean): void {
  if (isSameFile(output, input))
    throw new UsageError(`--output ${output} is the file to be followed; give another one`);
  if (!overwrite && existsSync(output)) throw fileExists(output);
}

/** Whether two paths are of one file, also where one is a link to the other. */
export function isSameFile(output: string, input: string): boolean {
  if (resolve(output) === resolve(input)) return true;
  const [one, other] = [output, input].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/**
 * Creates the output.
 *
 * @throws Hdf5Error `FILE_EXISTS` without `overwrite`, `PERMISSION_DENIED`, `NO_SPACE`, …
 */
export async function createOutput(output: string, adapter: Hdf5Adapter, overwrite: boolean): Promise<Hdf5File> {
  try {
    return await openFile(output, { adapter, mode: overwrite ? 'w' : 'wx' });
  } catch (error) {
    throw isHdf5Error(error) && error.code === 'FILE_EXISTS' ? fileExists(output, error) : error;
  }
}

function fileExists(file: string, cause?: unknown): Hdf5Error {
  const remedy = 'Choose another name, or give --overwrite to replace it';
  return new Hdf5Error('FILE_EXISTS', 'the file is there already', { file, remedy, cause });
}
