import type { Hdf5Adapter } from '@h5tail/adapter';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';

/** The adapter of a backend, by its name. */
export async function namedAdapter(name: string): Promise<Hdf5Adapter> {
  const backend = testBackends.find((candidate) => candidate.name === name);
  if (backend === undefined) throw new Error(`no backend ${name}`);
  return backend.createAdapter();
}
