import { runPath, type Mth5Version } from '../model/layout.js';
import { isWhole } from '../reading/is-whole.js';
import type { ChannelRow } from '../storage/channel-row.js';
import type { Store } from '../storage/store.js';
import { countingRow } from './channel-times.js';
import { holdsData } from '../storage/holds-data.js';
import type { MatchedRow } from './match-rows.js';

/**
 * Finds runs of which some rows count the samples of a last step and the rest do not: their writer was killed while the rows
 * went to the disk, one block after the other. The samples of all channels were there by then, so all rows can count them.
 *
 * @param matched In the order of the rows, which is the one in which they are written.
 * @returns The rows to be written, by the paths of their channels.
 */
export async function levelRuns(
  store: Store,
  version: Mth5Version,
  matched: readonly MatchedRow[],
): Promise<Map<string, ChannelRow>> {
  const runs = new Map<string, MatchedRow[]>();
  for (const each of matched) {
    const { survey, station, run } = each.channel.ids;
    const key = runPath(version, survey, station, run);
    const known = runs.get(key);
    if (known === undefined) runs.set(key, [each]);
    else known.push(each);
  }
  const raised = new Map<string, ChannelRow>();
  for (const ofRun of runs.values()) {
    for (const { row, channel } of behindOthers(ofRun)) {
      // What is all zero may not have been written.
      if (!(await holdsData(store, channel.path, row.n_samples, channel.length))) continue;
      const start = row.n_samples === 0 ? (ofRun[0] as MatchedRow).row.start : row.start;
      raised.set(channel.path, { ...countingRow({ ...row, start }, channel.length), has_data: true });
    }
  }
  return raised;
}

/** The last rows of a run, where they alone lack what the first ones count, and all datasets have it. */
function behindOthers(ofRun: readonly MatchedRow[]): readonly MatchedRow[] {
  const [first] = ofRun;
  if (first === undefined || first.row.n_samples !== first.channel.length) return [];
  const { length } = first.channel;
  const at = ofRun.findIndex(({ row }) => row.n_samples !== length);
  const last = at < 0 ? [] : ofRun.slice(at);
  const former = last[0]?.row.n_samples ?? 0;
  const isOneStep = ofRun.every(
    ({ row, channel }) => channel.length === length && isWhole(row, row.sample_rate) && isSameClock(row, first.row),
  );
  return isOneStep && former < length && last.every(({ row }) => row.n_samples === former) ? last : [];
}

function isSameClock(row: ChannelRow, other: ChannelRow): boolean {
  return row.sample_rate === other.sample_rate && (row.n_samples === 0 || row.start === other.start);
}
