import type { Group } from '@h5tail/adapter';

/** Options of {@link createEntry} and {@link createData}. */
export interface CreateNexusGroupOptions {
  /** Whether programs that show the file shall show this group first. Default: true. */
  readonly isDefault?: boolean;
}

/**
 * Creates the group of one measurement, an `NXentry`.
 *
 * @param parent Usually the root of the file. Its attribute `default` is set to the name, unless `isDefault` is false.
 * @param name Name of the group, without a slash.
 * @throws Hdf5Error `OBJECT_EXISTS`, and what `Group.createGroup` and `Attributes.set` throw. TypeError for a path.
 * @see https://manual.nexusformat.org/classes/base_classes/NXentry.html
 */
export function createEntry(parent: Group, name: string, options: CreateNexusGroupOptions = {}): Promise<Group> {
  return createNexusGroup(parent, name, 'NXentry', options);
}

/**
 * Creates a group for data to plot, an `NXdata`. Its attributes `signal` and `axes` are still to be set.
 *
 * @param parent Usually an `NXentry`. Its attribute `default` is set to the name, unless `isDefault` is false.
 * @param name Name of the group, without a slash.
 * @throws Hdf5Error `OBJECT_EXISTS`, and what `Group.createGroup` and `Attributes.set` throw. TypeError for a path.
 * @see https://manual.nexusformat.org/classes/base_classes/NXdata.html
 */
export function createData(parent: Group, name: string, options: CreateNexusGroupOptions = {}): Promise<Group> {
  return createNexusGroup(parent, name, 'NXdata', options);
}

async function createNexusGroup(
  parent: Group,
  name: string,
  nexusClass: 'NXentry' | 'NXdata',
  { isDefault = true }: CreateNexusGroupOptions,
): Promise<Group> {
  if (name === '' || name.includes('/')) throw new TypeError(`'${name}' is not the name of one group`);
  const group = await parent.createGroup(name);
  await group.attributes.set('NX_class', nexusClass);
  if (isDefault) await parent.attributes.set('default', name);
  return group;
}
