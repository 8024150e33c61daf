import type { NumericArray } from '@h5tail/adapter';
import { channelPath } from '../model/channel-path.js';
import { sampleTime } from '../model/sample-time.js';
import { instantText, parseInstant } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import { idsOf } from '../session/channel-rows.js';
import { hasData } from '../session/sample-type.js';
import type { ChannelRow } from '../storage/channel-row.js';

/** Samples looked at together for one that is not zero. */
const stretch = 65_536;

/** A row that has fallen behind its channel, as it should be. */
export async function grown(access: Mth5Access, row: ChannelRow, length: number): Promise<ChannelRow> {
  return {
    ...row,
    n_samples: length,
    end: endOf(row, length),
    has_data: row.has_data || (await holdsData(access, row, length)),
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

/** Looks for a sample that is not zero, which mostly is the first. */
async function holdsData({ store, version }: Mth5Access, row: ChannelRow, length: number): Promise<boolean> {
  const dataset = await store.dataset(channelPath(version, idsOf(row)));
  await dataset.refresh();
  const known = Math.min(length, dataset.shape?.[0] ?? 0);
  for (let start = 0; start < known; start += stretch) {
    const { data } = await dataset.read([[start, Math.min(known, start + stretch)]]);
    if (hasData(data as NumericArray)) return true;
  }
  return false;
}
