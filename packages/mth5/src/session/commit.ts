import type { ChannelRow } from '../storage/channel-row.js';
import type { ChannelTable } from '../storage/channel-table.js';
import type { LiveRows } from '../storage/live-rows.js';
import type { Store } from '../storage/store.js';
import type { ChannelWriter } from './channel-writer.js';

/** What a commit writes to. */
export interface CommitTarget {
  readonly store: Store;
  readonly table: ChannelTable;
  /** In SWMR mode, where rows can be rewritten in their place. */
  readonly live: LiveRows | undefined;
}

/**
 * Writes samples that wait, and then says so in the table.
 *
 * The order is what makes it safe: the samples of all channels are on their way to the disk before a row counts them. So
 * a row tells how many samples there are for certain, to readers and after the writer was killed.
 *
 * @param counts Samples of each channel to write.
 * @throws Hdf5Error `NO_SPACE`, `IO`, …: some samples may be in the file then, and no row counts them.
 */
export async function commit(target: CommitTarget, counts: ReadonlyMap<ChannelWriter, number>): Promise<void> {
  for (const [channel, count] of counts) await writeSamples(target.store, channel, count);
  await target.store.file.flush();
  await writeRows(target, [...counts.keys()]);
}

async function writeSamples(store: Store, channel: ChannelWriter, count: number): Promise<void> {
  const dataset = await store.dataset(channel.path);
  const samples = channel.pending.first(count);
  const start = channel.written;
  await dataset.resize([start + count]);
  await dataset.write([[start, start + count]], samples);
  channel.tookIn(count, samples);
}

/** Rows that follow one another are written together. */
async function writeRows({ table, live }: CommitTarget, channels: readonly ChannelWriter[]): Promise<void> {
  const sorted = channels.toSorted((a, b) => a.rowIndex - b.rowIndex);
  for (let at = 0; at < sorted.length;) {
    const first = (sorted[at] as ChannelWriter).rowIndex;
    const rows: ChannelRow[] = [];
    while (sorted[at]?.rowIndex === first + rows.length) rows.push((sorted[at++] as ChannelWriter).renewRow());
    await (live === undefined ? table.write(first, rows) : live.mark(first, rows));
  }
  if (live === undefined) await table.flush();
}
