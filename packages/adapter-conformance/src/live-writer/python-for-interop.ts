/**
 * The Python to run h5py with, or `undefined` where the comparison with h5py is left out.
 *
 * `H5TAIL_INTEROP=0` leaves it out, `H5TAIL_PYTHON` names the program; without either, `python3` is taken.
 *
 * @throws Error where it would be left out but `CI` is set: there a missing Python is a fault of the machine.
 */
export function pythonForInterop(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['H5TAIL_INTEROP'] !== '0') return env['H5TAIL_PYTHON'] || 'python3';
  if (env['CI'] === 'true' || env['CI'] === '1') {
    throw new Error('the comparison with h5py must not be left out in CI: install h5py and the HDF5 tools');
  }
  return undefined;
}
