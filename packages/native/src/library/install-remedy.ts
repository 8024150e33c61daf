import { libraryVariable } from './find-library.js';
import type { LibraryAttempt } from './first-usable.js';
import type { LibraryHost } from './library-host.js';

/** What a user can do on this platform where no HDF5 library was found. */
export function installRemedy(host: LibraryHost, attempts: readonly LibraryAttempt[]): string {
  const tooOld = attempts.some(({ kind }) => kind === 'too-old');
  // What the system offers is what is there already; conda has a new one everywhere.
  const command = tooOld ? condaCommand : installCommand(host);
  return `Install ${tooOld ? 'a newer HDF5' : 'HDF5'} (${command}), or name its library with ${libraryVariable}`;
}

const condaCommand = 'conda install -c conda-forge hdf5';

/** The command that installs HDF5. Of packages that exist under one name in every release of a system. */
export function installCommand(host: LibraryHost): string {
  if (host.env['CONDA_PREFIX']) return condaCommand;
  if (host.platform === 'darwin') return 'brew install hdf5';
  if (host.platform === 'win32') return `with the installer from ${downloads}, or ${condaCommand}`;
  return linuxCommand(host) ?? 'with the package manager of this system';
}

const downloads = 'https://www.hdfgroup.org/download-hdf5/';

/** By the names in os-release, the system's own and those of the systems that it is made from. */
const linuxCommands: readonly (readonly [names: readonly string[], command: string])[] = [
  // Not libhdf5 itself, whose package has the number of its interface in its name.
  [['debian', 'ubuntu'], 'apt-get install hdf5-tools'],
  [['fedora'], 'dnf install hdf5'],
  [['arch'], 'pacman -S hdf5'],
  [['alpine'], 'apk add hdf5'],
  [['suse', 'opensuse'], 'zypper install hdf5'],
];

const redHatNames = ['rhel', 'centos', 'rocky', 'almalinux'];

function linuxCommand(host: LibraryHost): string | undefined {
  const text = host.textOf('/etc/os-release') || host.textOf('/usr/lib/os-release');
  const [id = ''] = wordsOf(text, 'ID');
  const names = [id, ...wordsOf(text, 'ID_LIKE')];
  // Before Fedora, which Red Hat's systems say they are like: they have HDF5 in an extra repository.
  if (redHatNames.some((name) => names.includes(name)) && id !== 'fedora') {
    return 'dnf install epel-release && dnf install hdf5';
  }
  return linuxCommands.find(([known]) => known.some((name) => names.includes(name)))?.[1];
}

function wordsOf(text: string, key: string): string[] {
  const value = new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  return value.replaceAll(/["']/g, '').trim().split(/\s+/).filter(Boolean);
}
