// The optional test group "interop" checks files against Python's h5py and HDF5's own command line tools.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How to get what the group needs. */
export const interopRemedy = 'Debian: apt-get install python3-h5py hdf5-tools';

/** Each candidate is asked to import h5py, because the first Python on PATH is often one without it. */
function findPython() {
  const forced = process.env['H5TAIL_PYTHON'];
  const candidates = forced ? [forced] : ['python3', '/usr/bin/python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import h5py'], { stdio: 'ignore' }).status === 0);
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Looks for what the interop tests need.
 * @returns {{ python: string | undefined, missing: string[] }} `missing` is empty when the group can run
 */
export function findInterop() {
  const python = findPython();
  const missing = ['h5dump', 'h5ls', 'h5clear'].filter((tool) => !isOnPath(tool));
  return { python, missing: python ? missing : ['a Python with h5py', ...missing] };
}

/**
 * Tells the tests, through the environment, what they may use.
 * @param {ReturnType<typeof findInterop>} interop
 */
export function announceInterop({ python, missing }) {
  if (python) process.env['H5TAIL_PYTHON'] = python;
  process.env['H5TAIL_INTEROP'] = missing.length === 0 ? '1' : '0';
}
