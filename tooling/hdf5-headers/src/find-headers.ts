import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How to get the headers. */
export const headersRemedy = 'Debian: apt-get install libhdf5-dev; elsewhere --include FOLDER';

/** The folders that pkg-config names; none where it is missing or knows no HDF5. */
function foldersOfPkgConfig(): string[] {
  return ['hdf5-serial', 'hdf5'].flatMap((name) => {
    const { status, stdout } = spawnSync('pkg-config', ['--cflags-only-I', name], { encoding: 'utf8' });
    return status === 0 ? stdout.split(/\s+-I|^-I|\s+$/).filter((folder) => folder !== '') : [];
  });
}

const usualFolders = [
  '/usr/include/hdf5/serial',
  '/usr/include',
  '/usr/local/include',
  '/opt/homebrew/include',
  '/opt/local/include',
];

/** The folder that holds `hdf5.h` on this machine, or `undefined`. */
export function findHeaders(): string | undefined {
  const named = ['HDF5_DIR', 'HDF5_ROOT', 'CONDA_PREFIX'].flatMap((name) => {
    const folder = process.env[name];
    return folder ? [join(folder, 'include')] : [];
  });
  const holds = (folder: string): boolean => existsSync(join(folder, 'hdf5.h'));
  return named.find(holds) ?? foldersOfPkgConfig().find(holds) ?? usualFolders.find(holds);
}
