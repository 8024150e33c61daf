import { Hdf5Error, type Hdf5File } from '@h5tail/adapter';
import { rootGroup, type Mth5Version } from '../model/layout.js';
import { readStored, storedText } from '../storage/metadata-attributes.js';

const types: readonly string[] = ['mth5', 'h5'];
const versions: readonly string[] = ['0.1.0', '0.2.0'];
const levels: readonly number[] = [0, 1, 2, 3];
const parts: Readonly<Record<Mth5Version, readonly string[]>> = {
  '0.1.0': ['Stations', 'Reports', 'Filters', 'Standards'],
  '0.2.0': ['Surveys', 'Reports', 'Standards'],
};

/**
 * Finds out which version of the layout a file has.
 *
 * @param isStrict Whether all that MTH5 checks of a file that is changed is checked.
 * @throws Hdf5Error `OBJECT_NOT_FOUND` where it is no MTH5 file; `WRONG_VERSION`; `INVALID_DATA` where MTH5 would refuse it.
 */
export async function requireMth5(file: Hdf5File, isStrict: boolean): Promise<Mth5Version> {
  const stored = await readStored(file.root.attributes);
  const version = await versionOf(file, stored.has('file.version') ? storedText(stored, 'file.version') : undefined);
  const root = rootGroup(version);
  if (!(await file.root.has(root))) {
    throw new Hdf5Error('OBJECT_NOT_FOUND', `this is no MTH5 file of version ${version}: it has no ${root}`, {
      file: file.path,
      remedy: 'Name a file that MTH5 or h5tail mth5 init has made',
    });
  }
  if (!isStrict) return version;
  const type = storedText(stored, 'file.type');
  if (stored.has('file.type') && !types.includes(type.toLowerCase())) throw refused(file, `its file.type is '${type}'`);
  const level = storedText(stored, 'data_level');
  if (stored.has('data_level') && !levels.includes(Number(level))) throw refused(file, `its data_level is '${level}'`);
  const children = await (await file.group(root)).children();
  const foreign = children.filter(({ name }) => !parts[version].includes(name) && !name.includes('summary'));
  if (foreign.length > 0) throw refused(file, `${root} holds ${foreign.map(({ name }) => name).join(', ')}`);
  return version;
}

/** The root group tells the version of a file that does not say it. */
async function versionOf(file: Hdf5File, stored: string | undefined): Promise<Mth5Version> {
  if (stored === undefined) return (await file.root.has(rootGroup('0.1.0'))) ? '0.1.0' : '0.2.0';
  if (versions.includes(stored)) return stored as Mth5Version;
  throw new Hdf5Error('WRONG_VERSION', `its file.version is '${stored}'`, {
    file: file.path,
    remedy: `Known versions are ${versions.join(' and ')}`,
  });
}

function refused(file: Hdf5File, what: string): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', `MTH5 does not open this file for writing: ${what}`, {
    file: file.path,
    remedy: 'Open it for reading, or mend it first; data of your own belong under /',
  });
}
