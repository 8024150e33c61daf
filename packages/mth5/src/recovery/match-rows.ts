import { channelKey, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Version } from '../model/layout.js';
import { idsOf } from '../session/channel-rows.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { isEmptyRow } from '../storage/channel-table.js';
import type { FoundChannel } from './found-channel.js';

/** A row with the channel that it is of. */
export interface MatchedRow {
  readonly row: ChannelRow;
  readonly channel: FoundChannel;
}

/** Which channel each row is of, by its names, else by its reference. A channel has one row. */
export function matchRows(
  version: Mth5Version,
  rows: readonly ChannelRow[],
  channels: readonly FoundChannel[],
): Map<number, MatchedRow> {
  const byKey = new Map(channels.map((channel) => [keyOf(version, channel.ids), channel]));
  const byAddress = new Map(channels.map((channel) => [referencedAddress(channel.reference), channel]));
  const matched = new Map<number, MatchedRow>();
  const taken = new Set<FoundChannel>();
  const match = (index: number, row: ChannelRow, channel: FoundChannel | undefined): void => {
    if (channel === undefined || taken.has(channel)) return;
    matched.set(index, { row, channel });
    taken.add(channel);
  };
  for (const [index, row] of rows.entries())
    if (!isEmptyRow(row)) match(index, row, byKey.get(keyOf(version, idsOf(row))));
  for (const [index, row] of rows.entries()) {
    if (!isEmptyRow(row) && !matched.has(index)) {
      match(index, row, byAddress.get(referencedAddress(row.hdf5_reference)));
    }
  }
  return new Map([...matched].toSorted(([a], [b]) => a - b));
}

/** Names a channel; version 0.1.0 has one survey, whatever it is called. */
export function keyOf(version: Mth5Version, ids: ChannelIds): string {
  return channelKey(version === '0.1.0' ? { ...ids, survey: '' } : ids);
}
