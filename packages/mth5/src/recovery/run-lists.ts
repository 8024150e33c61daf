import type { Group } from '@h5tail/adapter';
import { stationGroups, stationsPath, surveysPath, type Mth5Version } from '../model/layout.js';
import { onlySurvey } from '../storage/only-survey.js';
import { readStored, writeStored } from '../storage/metadata-attributes.js';
import type { Store } from '../storage/store.js';

/** A station whose list of runs is not that of its groups. */
export interface StaleRunList {
  /** Path of the station. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The attribute of a station, a list as JSON. */
const runList = 'run_list';

/** Looks at all stations: also one whose runs have no channels has a list of them. @throws Hdf5Error as `Group.children`. */
export async function staleRunLists(store: Store, version: Mth5Version): Promise<StaleRunList[]> {
  const surveys = version === '0.1.0' ? [await onlySurvey(store.file)] : await groupsIn(store, surveysPath(version));
  const stale: StaleRunList[] = [];
  for (const survey of surveys) {
    const stationsAt = stationsPath(version, survey);
    for (const station of await groupsIn(store, stationsAt)) {
      const path = `${stationsAt}/${station}`;
      const runs = (await groupsIn(store, path)).filter((name) => !stationGroups.includes(name)).toSorted();
      const stored = (await readStored((await store.group(path)).attributes)).get(runList);
      const before = typeof stored === 'string' ? stored : '';
      if (namesIn(before).join('/') !== runs.join('/')) stale.push({ path, before, after: JSON.stringify(runs) });
    }
  }
  return stale;
}

/** Gives each station its list. @throws Hdf5Error as `Attributes.set`. */
export async function writeRunLists(store: Store, lists: readonly StaleRunList[]): Promise<void> {
  for (const { path, after } of lists) {
    await writeStored((await store.group(path)).attributes, [{ name: runList, kind: 'text', value: after }]);
  }
}

async function groupsIn(store: Store, path: string): Promise<string[]> {
  if (!(await store.file.root.has(path))) return [];
  const group: Group = await store.group(path);
  return (await group.children()).filter(({ kind }) => kind === 'group').map(({ name }) => name);
}

function namesIn(list: string): string[] {
  try {
    const names: unknown = JSON.parse(list);
    return Array.isArray(names) ? names.map(String).toSorted() : [];
  } catch {
    return [];
  }
}
