import { Hdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { memoryAdapter } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { openBackend, type BackendPackages } from '../src/backend.js';
import { notInstalled } from './fake-environment.js';

const wasm: Hdf5Adapter = { ...memoryAdapter(), name: 'wasm' };
const native: Hdf5Adapter = { ...memoryAdapter(), name: 'native' };
const noLibrary = new Hdf5Error('BACKEND_UNAVAILABLE', 'no HDF5 library was found', { remedy: 'Install HDF5' });
const working: BackendPackages = { wasm: async () => wasm, native: async () => native };
const withoutLibrary: BackendPackages = {
  ...working,
  native: async () => ({ ...native, version: () => Promise.reject(noLibrary) }),
};
const withoutPackage: BackendPackages = { ...working, native: notInstalled };

describe('openBackend', () => {
  it('takes native for auto where it works', async () => {
    expect(await openBackend('auto', working)).toEqual({ name: 'native', adapter: native });
  });

  it.each([
    ['the library', withoutLibrary, 'no HDF5 library was found. Install HDF5, or use --backend wasm'],
    ['the package', withoutPackage, 'the package @h5tail/native is not installed'],
    [
      'a sound package',
      { ...working, native: () => Promise.reject(new SyntaxError('Unexpected token')) },
      'the package @h5tail/native could not be loaded: Unexpected token',
    ],
  ])('takes wasm for auto without %s, and keeps the reason', async (_, packages, reason) => {
    const opened = await openBackend('auto', packages);
    expect(opened).toMatchObject({
      name: 'wasm',
      adapter: { name: 'wasm' },
      nativeFailure: { code: 'BACKEND_UNAVAILABLE', message: expect.stringContaining(reason) as string },
    });
  });

  it.each([
    ['the library', withoutLibrary],
    ['the package', withoutPackage],
  ])('never falls back from native without %s', async (_, packages) => {
    await expect(openBackend('native', packages)).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      remedy: expect.stringContaining('or use --backend wasm, which brings its own HDF5') as string,
    });
  });

  it('takes wasm where it is asked for, and loads nothing else', async () => {
    const packages = { ...working, native: () => Promise.reject(new Error('loaded')) };
    expect(await openBackend('wasm', packages)).toEqual({ name: 'wasm', adapter: wasm });
  });

  it.each(testBackends)('has the real $name backend', async ({ name }) => {
    expect((await openBackend(name)).adapter.name).toBe(name);
  });
});
