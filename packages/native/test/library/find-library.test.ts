import { describe, expect, it } from 'vitest';
import { forcedLibrary, libraryCandidates } from '../../src/library/find-library.js';
import { linuxSonames } from '../../src/library/linux-libraries.js';
import { fakeHost } from './fake-host.js';

describe('forcedLibrary', () => {
  const host = fakeHost({ env: { H5TAIL_LIBHDF5: '/opt/hdf5/lib/libhdf5.so' } });

  it('takes the option before the variable', () => {
    expect(forcedLibrary(host, 'libhdf5.so.310')).toEqual({ name: 'libhdf5.so.310', by: 'option' });
    expect(forcedLibrary(host)).toEqual({ name: '/opt/hdf5/lib/libhdf5.so', by: 'variable' });
  });

  it('takes empty names for none', () => {
    expect(forcedLibrary(host, '')).toEqual({ name: '/opt/hdf5/lib/libhdf5.so', by: 'variable' });
    expect(forcedLibrary(fakeHost({ env: { H5TAIL_LIBHDF5: '' } }))).toBeUndefined();
    expect(forcedLibrary(fakeHost())).toBeUndefined();
  });
});

describe('libraryCandidates on Linux', () => {
  it('asks for the sonames of the distributions, those of Debian first and the newest first', () => {
    const candidates = libraryCandidates(fakeHost());
    expect(candidates).toEqual(linuxSonames);
    expect(candidates.slice(0, 2)).toEqual(['libhdf5_serial.so.320', 'libhdf5_serial.so.310']);
    for (const name of ['libhdf5_serial.so.103', 'libhdf5_serial.so.100', 'libhdf5_serial.so', 'libhdf5.so.200']) {
      expect(candidates).toContain(name);
    }
    expect(candidates.indexOf('libhdf5_serial.so')).toBeLessThan(candidates.indexOf('libhdf5.so.320'));
    expect(candidates.at(-1)).toBe('libhdf5.so');
  });

  it('takes the library of an active conda environment first', () => {
    const lib = ['libhdf5.so', 'libhdf5.so.310', 'libhdf5.so.310.5.1', 'libhdf5_hl.so.310', 'libhdf5.a', 'libz.so.1'];
    const host = fakeHost({ env: { CONDA_PREFIX: '/opt/conda/envs/x' }, folders: { '/opt/conda/envs/x/lib': lib } });
    expect(libraryCandidates(host)).toEqual(['/opt/conda/envs/x/lib/libhdf5.so.310', ...linuxSonames]);
  });

  it('goes on without HDF5 in the conda environment', () => {
    expect(libraryCandidates(fakeHost({ env: { CONDA_PREFIX: '/opt/conda' } }))).toEqual(linuxSonames);
  });

  it.each([
    ['x64', '/usr/lib/x86_64-linux-gnu'],
    ['arm64', '/usr/lib/aarch64-linux-gnu'],
    ['x64', '/usr/lib64'],
    ['s390x', '/usr/lib64'],
    ['x64', '/usr/local/lib'],
  ])('finds a soname that is newer than the list, %s in %s', (arch, folder) => {
    const host = fakeHost({ arch, folders: { [folder]: ['libhdf5.so.99', 'libhdf5.so.400', 'libhdf5.so.400.0.0'] } });
    const found = [`${folder}/libhdf5.so.400`, `${folder}/libhdf5.so.99`];
    expect(libraryCandidates(host)).toEqual([...linuxSonames, ...found]);
  });

  it('takes a name without a number where there is no other', () => {
    const host = fakeHost({ folders: { '/usr/local/lib': ['libhdf5.so'] } });
    expect(libraryCandidates(host).at(-1)).toBe('/usr/local/lib/libhdf5.so');
  });
});

describe('libraryCandidates on macOS', () => {
  it('looks where conda, Homebrew and MacPorts install', () => {
    const host = fakeHost({
      platform: 'darwin',
      arch: 'arm64',
      env: { CONDA_PREFIX: '/Users/me/conda' },
      folders: {
        '/Users/me/conda/lib': ['libhdf5.310.dylib', 'libhdf5.dylib', 'libhdf5_hl.dylib'],
        '/opt/homebrew/lib': ['libhdf5.dylib', 'libhdf5.310.dylib'],
        '/opt/homebrew/opt/hdf5/lib': ['libhdf5.dylib'],
        '/usr/local/lib': ['libhdf5.310.dylib', 'libhdf5.200.dylib'],
        '/opt/local/lib': ['libhdf5.dylib'],
      },
    });
    expect(libraryCandidates(host)).toEqual([
      '/Users/me/conda/lib/libhdf5.dylib',
      '/opt/homebrew/lib/libhdf5.dylib',
      '/opt/homebrew/opt/hdf5/lib/libhdf5.dylib',
      '/usr/local/lib/libhdf5.310.dylib',
      '/usr/local/lib/libhdf5.200.dylib',
      '/opt/local/lib/libhdf5.dylib',
    ]);
  });

  it('finds nothing where there is nothing', () => {
    expect(libraryCandidates(fakeHost({ platform: 'darwin' }))).toEqual([]);
  });
});

describe('libraryCandidates on Windows', () => {
  it('looks in conda, on PATH and where the installer puts HDF5, the newest first', () => {
    const host = fakeHost({
      platform: 'win32',
      env: { CONDA_PREFIX: 'C:\\conda', Path: 'C:\\tools;.;D:\\hdf5\\bin;data', ProgramFiles: 'C:\\Program Files' },
      folders: {
        'C:\\conda\\Library\\bin': ['HDF5.dll', 'hdf5_hl.dll'],
        '.': ['hdf5.dll'],
        data: ['hdf5.dll'],
        'D:\\hdf5\\bin': ['hdf5.dll'],
        'C:\\Program Files\\HDF_Group\\HDF5': ['1.8.23', '1.14.6', '2.0.0', '1.10.11'],
        'C:\\Program Files\\HDF_Group\\HDF5\\1.10.11\\bin': ['hdf5.dll'],
        'C:\\Program Files\\HDF_Group\\HDF5\\1.14.6\\bin': ['hdf5.dll'],
        'C:\\Program Files\\HDF_Group\\HDF5\\2.0.0\\bin': ['hdf5.dll'],
      },
    });
    expect(libraryCandidates(host)).toEqual([
      'C:\\conda\\Library\\bin\\HDF5.dll',
      'D:\\hdf5\\bin\\hdf5.dll',
      'C:\\Program Files\\HDF_Group\\HDF5\\2.0.0\\bin\\hdf5.dll',
      'C:\\Program Files\\HDF_Group\\HDF5\\1.14.6\\bin\\hdf5.dll',
      'C:\\Program Files\\HDF_Group\\HDF5\\1.10.11\\bin\\hdf5.dll',
    ]);
  });

  it('takes the usual place of programs where the environment names none', () => {
    const versions = 'C:\\Program Files\\HDF_Group\\HDF5';
    const host = fakeHost({
      platform: 'win32',
      folders: { [versions]: ['2.0.0'], [`${versions}\\2.0.0\\bin`]: ['hdf5.dll'] },
    });
    expect(libraryCandidates(host)).toEqual([`${versions}\\2.0.0\\bin\\hdf5.dll`]);
  });
});
