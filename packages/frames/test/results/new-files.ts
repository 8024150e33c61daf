import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { afterAll } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';

/** Makes files in a folder that is removed after the tests of the file that asks. */
export async function newFiles(): Promise<{
  /** A path that no file has. */
  readonly newPath: () => string;
  /** Adapters by the names of their backends. */
  readonly backends: readonly { readonly name: string; readonly createAdapter: () => Promise<Hdf5Adapter> }[];
  readonly open: (path: string, adapter: Hdf5Adapter, mode?: 'r' | 'w') => Promise<Hdf5File>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'h5tail-results-'));
  afterAll(() => rm(folder, { recursive: true }));
  let files = 0;
  return {
    newPath: () => join(folder, `${files++}.h5`),
    backends: testBackends,
    open: (path, adapter, mode = 'w') => openFile(path, { adapter, mode }),
  };
}
