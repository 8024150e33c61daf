import type { Mth5Version } from '../model/layout.js';
import { runsIn, stationsIn } from '../storage/channel-tree.js';
import { readOne, writeStored } from '../storage/metadata-attributes.js';
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
  const stale: StaleRunList[] = [];
  for await (const { path } of stationsIn(store.file, version)) {
    const runs = (await runsIn(store.file, path)).toSorted();
    const stored = await readOne((await store.group(path)).attributes, runList);
    const before = typeof stored === 'string' ? stored : '';
    if (listed(before).join('/') !== runs.join('/')) stale.push({ path, before, after: JSON.stringify(runs) });
  }
  return stale;
}

/** Gives each station its list. @throws Hdf5Error as `Attributes.set`. */
export async function writeRunLists(store: Store, lists: readonly StaleRunList[]): Promise<void> {
  for (const { path, after } of lists) {
    await writeStored((await store.group(path)).attributes, [{ name: runList, kind: 'text', value: after }]);
  }
}

function listed(list: string): string[] {
  try {
    const names: unknown = JSON.parse(list);
    return Array.isArray(names) ? names.map(String).toSorted() : [];
  } catch {
    return [];
  }
}
