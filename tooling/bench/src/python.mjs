import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findInterop } from '../../../scripts/interop.mjs';
import { LineProcess } from './line-process.mjs';

const folder = fileURLToPath(new URL('../python', import.meta.url));

/** The Python of the interop tests. */
export const { python, groups } = findInterop();
if (python === undefined) {
  console.error('The benchmarks need a Python with h5py (Debian: apt-get install python3-h5py).');
  process.exit(1);
}

/** Every process reads without locks, so that none waits for another one. */
export const environment = { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' };

/** @param {string} program */
function answer(program) {
  try {
    return execFileSync(python, ['-c', program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** For example `h5py 3.7.0, HDF5 1.10.8, Python 3.11.2`. */
export const pythonVersions = answer(
  'import h5py, sys; v = h5py.version; print(f"h5py {v.version}, HDF5 {v.hdf5_version}, Python {sys.version.split()[0]}")',
);
export const hasSwmrTools = answer('import swmr_tools') !== undefined;
export const hasPlugins = groups.some(({ name, missing }) => name === 'filter plug-ins' && missing.length === 0);

/**
 * Starts one of the Python programs.
 * @param {string} program
 * @param {(string | number)[]} parameters
 */
export function startPython(program, ...parameters) {
  return new LineProcess(python, [`${folder}/${program}.py`, ...parameters.map(String)]);
}

/** Runs a Python program to its end and returns what it prints. */
export async function runPython(/** @type {string} */ program, /** @type {(string | number)[]} */ ...parameters) {
  const running = startPython(program, ...parameters);
  const line = await running.line();
  await running.closed();
  return line;
}
