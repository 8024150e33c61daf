// Optional test groups: what they need is not on every machine. Each is looked for here and nowhere else.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A test group that can be left out.
 * @typedef {object} InteropGroup
 * @property {string} name
 * @property {string} variable environment variable that tells the tests: `1` or `0`
 * @property {string[]} missing empty when the group can run
 * @property {string} remedy how to get what is missing
 */

/** Each candidate is asked to import h5py, because the first Python on PATH is often one without it. */
function findPython() {
  const forced = process.env['H5TAIL_PYTHON'];
  const candidates = forced ? [forced] : ['python3', '/usr/bin/python3'];
  return candidates.find((python) => runs(python, 'import h5py'));
}

/** @param {string} python @param {string} program */
function runs(python, program) {
  return spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;
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

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Folders of the active environment of conda first, as @h5tail/native has it. @param {string} kind */
function condaFolders(kind) {
  const prefix = process.env['CONDA_PREFIX'];
  return prefix ? [join(prefix, kind)] : [];
}

/** Only whether there is one: which one is taken, and whether it works, is what the tests are about. */
function hasLibrary() {
  if (process.env['H5TAIL_LIBHDF5']) return true;
  const multiarch = namesIn('/usr/lib').filter((name) => name.includes('-linux-'));
  const folders = [
    ...condaFolders('lib'),
    ...multiarch.map((name) => join('/usr/lib', name)),
    '/usr/lib64',
    '/usr/lib',
    '/usr/local/lib64',
    '/usr/local/lib',
    '/opt/homebrew/lib',
    '/opt/local/lib',
  ];
  return folders.some((folder) => namesIn(folder).some((name) => /^libhdf5(_serial)?\.(so|.*dylib)/.test(name)));
}

function hasHeaders() {
  const folders = [
    ...condaFolders('include'),
    '/usr/include/hdf5/serial',
    '/usr/include',
    '/usr/local/include',
    '/opt/homebrew/include',
    '/opt/local/include',
  ];
  return folders.some((folder) => existsSync(join(folder, 'hdf5.h')));
}

/** bzip2, Blosc, LZ4 and bitshuffle, and the module that writes with them. h5py finds them where the native backend does. */
const usesPlugins =
  'import h5py, hdf5plugin; assert all(h5py.h5z.filter_avail(filter) for filter in (307, 32001, 32004, 32008))';

/**
 * Looks for what the optional test groups need.
 * @returns {{ python: string | undefined, groups: InteropGroup[] }} `python` has h5py
 */
export function findInterop() {
  const python = findPython();
  const tools = ['h5dump', 'h5ls', 'h5clear'].filter((tool) => !isOnPath(tool));
  /** @param {boolean} present @param {string} what */
  const unless = (present, what) => (present ? [] : [what]);
  return {
    python,
    groups: [
      {
        name: 'interop',
        variable: 'H5TAIL_INTEROP',
        missing: [...unless(python !== undefined, 'a Python with h5py'), ...tools],
        remedy: 'Debian: apt-get install python3-h5py hdf5-tools',
      },
      {
        name: 'native library',
        variable: 'H5TAIL_INTEROP_LIBRARY',
        missing: unless(hasLibrary(), 'libhdf5'),
        remedy: 'Debian: apt-get install hdf5-tools',
      },
      {
        name: 'HDF5 headers',
        variable: 'H5TAIL_INTEROP_HEADERS',
        missing: unless(hasHeaders(), 'hdf5.h'),
        remedy: 'Debian: apt-get install libhdf5-dev',
      },
      {
        name: 'filter plug-ins',
        variable: 'H5TAIL_INTEROP_PLUGINS',
        missing: unless(python !== undefined && runs(python, usesPlugins), 'HDF5 filter plug-ins for h5py'),
        remedy:
          'Debian: apt-get install hdf5-filter-plugin hdf5-filter-plugin-blosc-serial bitshuffle python3-hdf5plugin',
      },
    ],
  };
}

/**
 * Tells the tests, through the environment, what they may use.
 * @param {ReturnType<typeof findInterop>} interop
 */
export function announceInterop({ python, groups }) {
  if (python) process.env['H5TAIL_PYTHON'] = python;
  for (const { variable, missing } of groups) process.env[variable] = missing.length === 0 ? '1' : '0';
}

/**
 * The groups that cannot run, one line each.
 * @param {ReturnType<typeof findInterop>} interop
 */
export function leftOut({ groups }) {
  return groups
    .filter(({ missing }) => missing.length > 0)
    .map(({ name, missing, remedy }) => `${name}: needs ${missing.join(', ')} (${remedy})`);
}
