import { describe, expect, it } from 'vitest';
import type { LibraryAttempt } from '../../src/library/first-usable.js';
import { installCommand } from '../../src/library/install-remedy.js';
import { unusableLibraries } from '../../src/library/unusable-libraries.js';
import { fakeHost } from './fake-host.js';

const debian = fakeHost({ texts: { '/etc/os-release': 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n' } });
const missing = (name: string): LibraryAttempt => ({ name, reason: 'not found', kind: 'missing' });

describe('unusableLibraries', () => {
  it('lists what was tried and names the command that helps', () => {
    const error = unusableLibraries(
      debian,
      [
        { name: '/opt/conda/lib/libhdf5.so.310', reason: 'not a library (file too short)', kind: 'unusable' },
        missing('libhdf5_serial.so.103'),
        missing('libhdf5.so.103'),
      ],
      undefined,
    );
    expect(error).toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      remedy: 'Install HDF5 (apt-get install hdf5-tools), or name its library with H5TAIL_LIBHDF5',
    });
    expect(error.message).toContain(
      'no HDF5 library can be used: /opt/conda/lib/libhdf5.so.310: not a library (file too short); ' +
        'libhdf5_serial.so.103, libhdf5.so.103: not found. Install HDF5',
    );
  });

  it('says so where there was nothing to try', () => {
    const error = unusableLibraries(fakeHost({ platform: 'darwin' }), [], undefined);
    expect(error.message).toMatch(/^no HDF5 library was found\. Install HDF5 \(brew install hdf5\)/);
  });

  it('does not recommend what the system has where that is too old', () => {
    const reason = 'HDF5 1.8.12 is too old, 1.10.5 or newer is needed';
    const error = unusableLibraries(debian, [{ name: 'libhdf5.so.8', reason, kind: 'too-old' }], undefined);
    expect(error.message).toContain(`libhdf5.so.8: ${reason}`);
    expect(error.remedy).toContain('a newer HDF5 (conda install -c conda-forge hdf5)');
  });

  it.each([
    ['variable', 'H5TAIL_LIBHDF5, /x/libhdf5.so, cannot be used: not found. Name the file'],
    ['option', 'the library that was asked for, /x/libhdf5.so, cannot be used: not found. Name the file'],
  ] as const)('says who asked for a library: %s', (by, words) => {
    const error = unusableLibraries(debian, [missing('/x/libhdf5.so')], { name: '/x/libhdf5.so', by });
    expect(error.code).toBe('BACKEND_UNAVAILABLE');
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('apt-get');
  });
});

describe('installCommand', () => {
  it.each([
    ['ID=debian', 'apt-get install hdf5-tools'],
    ['ID=ubuntu\nID_LIKE=debian', 'apt-get install hdf5-tools'],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'apt-get install hdf5-tools'],
    ['ID=fedora', 'dnf install hdf5'],
    ['ID="rhel"\nID_LIKE="fedora"', 'dnf install epel-release && dnf install hdf5'],
    ['ID="almalinux"\nID_LIKE="rhel centos fedora"', 'dnf install epel-release && dnf install hdf5'],
    ['ID=arch', 'pacman -S hdf5'],
    ['ID=manjaro\nID_LIKE=arch', 'pacman -S hdf5'],
    ['ID=alpine', 'apk add hdf5'],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', 'zypper install hdf5'],
    ['ID=nixos', 'with the package manager of this system'],
    ['', 'with the package manager of this system'],
  ])('knows %j', (text, command) => {
    expect(installCommand(fakeHost({ texts: { '/etc/os-release': text } }))).toBe(command);
  });

  it('knows the other place of os-release', () => {
    expect(installCommand(fakeHost({ texts: { '/usr/lib/os-release': 'ID=arch\n' } }))).toBe('pacman -S hdf5');
  });

  it('knows the other platforms and conda', () => {
    expect(installCommand(fakeHost({ platform: 'darwin' }))).toBe('brew install hdf5');
    expect(installCommand(fakeHost({ platform: 'win32' }))).toMatch(/installer from https:.*conda install/);
    expect(installCommand(fakeHost({ env: { CONDA_PREFIX: '/opt/conda' } }))).toMatch(/^conda install/);
  });
});
