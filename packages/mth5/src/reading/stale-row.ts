import { channelPath } from '../model/channel-path.js';
import { sampleTime } from '../model/sample-time.js';
import { instantText, parseInstant } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import { idsOf } from '../session/channel-rows.js';
import type { ChannelRow } from '../storage/channel-row.js';
import { holdsData } from '../storage/holds-data.js';

/** A row that has fallen behind its channel, as it should be. */
export async function grown({ store, version }: Mth5Access, row: ChannelRow, length: number): Promise<ChannelRow> {
  const path = channelPath(version, idsOf(row));
  if (!row.has_data) await (await store.dataset(path)).refresh();
  return {
    ...row,
    n_samples: length,
    end: endOf(row, length),
    has_data: row.has_data || (await holdsData(store, path, 0, length)),
  };
}

function endOf({ start, end, sample_rate }: ChannelRow, length: number): string {
  if (!(sample_rate > 0) || length === 0) return end;
  try {
    return instantText(sampleTime(parseInstant(start), length - 1, sample_rate));
  } catch {
    return end;
  }
}
