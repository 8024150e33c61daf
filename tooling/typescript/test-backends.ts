import type { Hdf5Adapter } from '@h5tail/adapter';
import { hasInteropGroup } from './interop-group.js';

/** An implementation of HDF5 to run tests on. */
export interface TestBackend {
  /** As `--backend` of the command line has it. */
  readonly name: 'wasm' | 'native';
  readonly createAdapter: () => Promise<Hdf5Adapter>;
}

/** The implementations that tests with real files run on, each of them in the same run: for `describe.each`. */
export const testBackends: readonly TestBackend[] = [
  { name: 'wasm', createAdapter: async () => (await import('@h5tail/wasm')).wasmAdapter() },
  // Without a library on this machine `npm test` says that its tests are left out.
  ...(hasInteropGroup('library')
    ? [{ name: 'native' as const, createAdapter: async () => (await import('@h5tail/native')).nativeAdapter() }]
    : []),
];
