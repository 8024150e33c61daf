import type { Hdf5File } from '@h5tail/adapter';
import type { ChannelIds } from '../model/channel-path.js';
import { stationGroups, stationPath, stationsPath, surveysPath, type Mth5Version } from '../model/layout.js';
import { onlySurvey } from './only-survey.js';

/** Names of the groups or datasets in a group, none where there is no such group. @throws Hdf5Error as `Group.children`. */
export async function namesIn(file: Hdf5File, path: string, kind: 'group' | 'dataset'): Promise<string[]> {
  if (!(await file.root.has(path))) return [];
  const children = await (await file.group(path)).children();
  return children.filter((child) => child.kind === kind).map(({ name }) => name);
}

/** Ids of the surveys of a file; version 0.1.0 has one. */
export async function surveysIn(file: Hdf5File, version: Mth5Version): Promise<string[]> {
  return version === '0.1.0' ? [await onlySurvey(file)] : namesIn(file, surveysPath(version), 'group');
}

/** Ids of the runs of a station, by its path. */
export async function runsIn(file: Hdf5File, station: string): Promise<string[]> {
  const names = await namesIn(file, station, 'group');
  return names.filter((name) => !stationGroups.includes(name));
}

/** Paths of all stations of a file, with their ids, in the order of names. */
export async function* stationsIn(
  file: Hdf5File,
  version: Mth5Version,
): AsyncGenerator<{ readonly survey: string; readonly station: string; readonly path: string }> {
  for (const survey of await surveysIn(file, version)) {
    for (const station of await namesIn(file, stationsPath(version, survey), 'group')) {
      yield { survey, station, path: stationPath(version, survey, station) };
    }
  }
}

/** All datasets of all runs, which are channels if their attributes say so, in the order of names. */
export async function* channelsIn(file: Hdf5File, version: Mth5Version): AsyncGenerator<ChannelIds> {
  for await (const { survey, station, path } of stationsIn(file, version)) {
    for (const run of await runsIn(file, path)) {
      for (const channel of await namesIn(file, `${path}/${run}`, 'dataset')) yield { survey, station, run, channel };
    }
  }
}
