import type { Hdf5File } from '@h5tail/adapter';
import { typeAttributes, type StoredAttribute } from '../model/metadata/stored-attribute.js';
import { rootGroup, type Mth5Version } from '../model/layout.js';
import { newRunGroups, newStationGroups, newSurveyGroups, type PlannedGroup } from '../model/planned-groups.js';
import { writeStored } from '../storage/metadata-attributes.js';

/** A survey of version 0.2.0, with all that belongs to it. */
export async function createSurvey(
  file: Hdf5File,
  version: Mth5Version,
  path: string,
  metadata: readonly StoredAttribute[],
): Promise<void> {
  await createGroups(file, path, newSurveyGroups, metadata);
  // The table of standards is the same in every survey, and not every backend can create it.
  const standards = `${rootGroup(version)}/Standards/summary`;
  if (await file.root.has(standards)) await file.root.createHardLink(`${path}/Standards/summary`, standards);
}

export async function createStation(file: Hdf5File, path: string, metadata: readonly StoredAttribute[]): Promise<void> {
  await createGroups(file, path, newStationGroups, metadata);
}

export async function createRun(file: Hdf5File, path: string, metadata: readonly StoredAttribute[]): Promise<void> {
  await createGroups(file, path, newRunGroups, metadata);
}

async function createGroups(
  file: Hdf5File,
  at: string,
  planned: readonly PlannedGroup[],
  metadata: readonly StoredAttribute[],
): Promise<void> {
  for (const { path, mth5Type, hasMetadata } of planned) {
    const group = await file.root.createGroup(path === '' ? at : `${at}/${path}`);
    if (hasMetadata) await writeStored(group.attributes, metadata);
    else if (mth5Type !== undefined) await writeStored(group.attributes, typeAttributes(mth5Type));
  }
}
