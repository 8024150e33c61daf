import { channelPath } from '../model/channel-path.js';
import type { Mth5Version } from '../model/layout.js';
import { idsOf } from '../session/channel-rows.js';
import type { ChannelRow } from '../storage/channel-row.js';
import type { ChannelTable } from '../storage/channel-table.js';
import type { Store } from '../storage/store.js';
import { findChannels } from './found-channel.js';
import { cutDatasets, writeTable } from './mend.js';
import { planRows } from './plan-rows.js';
import { readRemains } from './session-remains.js';

/**
 * Brings the table of a file that is open for writing to what its datasets have, before a session begins in which the rows count: rows
 * that have fallen behind are corrected, and channels without a row get one, behind the others. No row changes its number.
 *
 * @returns The rows whose channels have other times than their attributes may say; `undefined` where there was nothing to do.
 * @throws Hdf5Error as `Dataset.read` and `Dataset.write`.
 */
export async function bringRowsUpToDate(
  store: Store,
  version: Mth5Version,
  table: ChannelTable,
): Promise<ChannelRow[] | undefined> {
  // Extents are read from the disk.
  await store.file.flush();
  const truth = (await readRemains(store.file)) === 'cut' ? 'rows' : 'kept-samples';
  const rows: readonly ChannelRow[] = await table.read();
  const channels = await findChannels(store, version);
  const plan = await planRows({ store, version, truth, rows, channels, keepsPlaces: true });
  if (plan.findings.length === 0) return undefined;
  await cutDatasets(store, plan.cuts);
  await writeTable(table, rows, plan);
  await store.file.flush();
  const paths = new Set(channels.map(({ path }) => path));
  return plan.changed.filter((row) => paths.has(channelPath(version, idsOf(row))));
}
