import { Hdf5Error, type Attributes, type Dataset, type Group } from '@h5tail/adapter';
import { creatableDtype, holdsReferences } from './creatable-dtype.js';

/** Stands for an axis without a dataset. */
const noAxis = '.';

/** Which axes to copy. */
export interface CopyAxesOptions {
  /** How many of the source's first axes are those of the scan. */
  readonly scanRank: number;
  /** Names of the axes of a result, one per axis, `.` for one without a dataset. Default: none. */
  readonly frameAxes?: readonly string[];
}

/**
 * Gives the results of a scan the axes of its data: sets the attribute `axes` of the target, and copies each axis that is a
 * dataset of the source, with its attributes and its `<name>_indices`. Values are copied as they are now; an axis of a live
 * scan that is filled later stays as it was. Attributes that point to other objects are left out.
 *
 * Where the source names no axes, or fewer than the scan has, `.` stands for them. What the backend of the target cannot
 * create is stored as the nearest dtype that it can: numbers in the other byte order, 16-bit floats as 32-bit ones, booleans
 * and enumerations as numbers.
 *
 * @param source The `NXdata` of the scan. It may be of another file and backend.
 * @param target The `NXdata` of the results, before SWMR mode is started.
 * @returns The axes as they were set.
 * @throws Hdf5Error `OBJECT_EXISTS` where the target has an object of the name of an axis, `STRUCTURE_FIXED` in SWMR mode,
 * `UNSUPPORTED` for an axis that the backend cannot create, and what reading throws. RangeError for a rank that is none.
 * @see https://manual.nexusformat.org/classes/base_classes/NXdata.html
 *
 * @example
 * ```ts
 * // The source has axes ["y", "x", ".", "."].
 * await copyAxes(source, target, { scanRank: 2, frameAxes: ['.', 'z'] }); // ['y', 'x', '.', 'z']
 * ```
 */
export async function copyAxes(
  source: Group,
  target: Group,
  { scanRank, frameAxes = [] }: CopyAxesOptions,
): Promise<string[]> {
  if (!Number.isSafeInteger(scanRank) || scanRank < 0) throw new RangeError(`${scanRank} is not the rank of a scan`);
  const named = await namedAxes(source);
  const axes = [...Array.from({ length: scanRank }, (_, axis) => named[axis] ?? noAxis), ...frameAxes];
  await target.attributes.set('axes', axes);
  for (const name of new Set(axes)) {
    if (name === noAxis || !(await source.has(name))) continue;
    const object = await source.open(name);
    if (object.kind !== 'dataset') continue;
    await copyDataset(object, target, name);
    const indices = `${name}_indices`;
    if (!(await copyAttribute(source.attributes, target.attributes, indices, target))) {
      await target.attributes.set(indices, Int32Array.of(axes.indexOf(name)));
    }
  }
  return axes;
}

async function namedAxes(group: Group): Promise<readonly string[]> {
  if (!(await group.attributes.has('axes'))) return [];
  const { dtype, data } = await group.attributes.get('axes');
  return dtype.class === 'string' ? (data as string[]) : [];
}

async function copyDataset(source: Dataset, target: Group, name: string): Promise<void> {
  if (source.shape === null) {
    throw new Hdf5Error('NULL_DATASPACE', 'an axis without a dataspace cannot be copied', {
      file: source.file.path,
      object: source.path,
      remedy: 'Leave it out of the axes, or write it as a dataset',
    });
  }
  await source.refresh();
  const { data, shape } = await source.read();
  const dtype = creatableDtype(source.dtype, target.file.adapter.capabilities);
  const copy = await target.createDataset(name, { dtype, shape, data });
  for (const attribute of await source.attributes.names()) {
    await copyAttribute(source.attributes, copy.attributes, attribute, target);
  }
}

/** @returns Whether there is one to copy. */
async function copyAttribute(from: Attributes, to: Attributes, name: string, target: Group): Promise<boolean> {
  if (!(await from.has(name))) return false;
  const { dtype, shape, data } = await from.get(name);
  if (holdsReferences(dtype)) return false;
  await to.set(name, data, {
    dtype: creatableDtype(dtype, target.file.adapter.capabilities),
    shape,
  });
  return true;
}
