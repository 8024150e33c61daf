import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasInteropGroup } from '../../../../tooling/typescript/interop-group.js';
import { loadKoffi } from '../../src/library/load-koffi.js';
import { loadLibrary } from '../../src/library/load-library.js';

const thisFile = fileURLToPath(import.meta.url);
/** A library of the system that is not HDF5. */
const otherLibrary = { darwin: '/usr/lib/libSystem.dylib', win32: 'kernel32.dll' }[process.platform as string];

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(!hasInteropGroup('library'))('loadLibrary', () => {
  it('loads once', async () => {
    const first = loadLibrary();
    expect(loadLibrary()).toBe(first);
    const { koffi, handle, name, version, threadSafe } = await first;
    expect(koffi.version).toMatch(/^3\./);
    expect(handle.func('int H5open(void)')()).toBe(0);
    expect(name).toContain('hdf5');
    expect(version[0]).toBeGreaterThanOrEqual(1);
    expect(threadSafe).toBeTypeOf('boolean');
    expect(loadLibrary()).toBe(first);
  });

  it('loads what is named', async () => {
    const { name, version } = await loadLibrary();
    expect(await loadLibrary(name)).toMatchObject({ name, version });
    vi.stubEnv('H5TAIL_LIBHDF5', name);
    expect(loadLibrary()).toBe(loadLibrary(name));
  });

  it('takes no other one than the variable names', async () => {
    vi.stubEnv('H5TAIL_LIBHDF5', '/no/such/libhdf5.so');
    const error = {
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringContaining('H5TAIL_LIBHDF5, /no/such/') as string,
    };
    await expect(loadLibrary()).rejects.toMatchObject(error);
  });
});

describe('loadLibrary with a name', () => {
  it.each([
    ['/no/such/libhdf5.so', 'cannot be used: not found'],
    ['libh5tail-nonsense.so', 'cannot be used: not found'],
    [thisFile, 'cannot be used: not a library ('],
    [otherLibrary ?? 'libm.so.6', 'cannot be used: a library, but not HDF5'],
  ])('says what is wrong with %s', async (name, words) => {
    await expect(loadLibrary(name)).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringContaining(`${name}, ${words}`) as string,
      remedy: expect.stringMatching(/^Name the file/) as string,
    });
  });

  it('tries again after a failure', async () => {
    const first = loadLibrary('/no/such/libhdf5.so');
    await expect(first).rejects.toThrow();
    expect(loadLibrary('/no/such/libhdf5.so')).not.toBe(first);
    await expect(loadLibrary('/no/such/libhdf5.so')).rejects.toThrow();
  });
});

describe('loadKoffi', () => {
  it('says what helps where its binary is missing', async () => {
    const cause = new Error('Cannot find the native Koffi module; did you bundle it correctly?');
    await expect(loadKoffi(() => Promise.reject(cause))).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: expect.stringMatching(/koffi.*could not be loaded: Cannot find the native Koffi module/) as string,
      remedy: expect.stringContaining(`optional dependencies (npm install --include=optional)`) as string,
      cause,
    });
  });
});
