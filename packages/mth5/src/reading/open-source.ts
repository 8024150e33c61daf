import { channelPath, type ChannelIds } from '../model/channel-path.js';
import { epoch, instantOf } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import { readOne } from '../storage/metadata-attributes.js';
import type { SampleClock } from './alignment.js';
import { SampleSource, type SourceChannel } from './sample-source.js';

/** Opens channels of one run, to be read together. @throws Hdf5Error `OBJECT_NOT_FOUND`. */
export async function openSource(access: Mth5Access, channels: readonly ChannelIds[]): Promise<SampleSource> {
  const { store, version, counts } = access;
  return access.inspect(async () => {
    const opened: SourceChannel[] = [];
    for (const ids of channels) opened.push({ ids, clock: await clockOf(access, ids) });
    const source = new SampleSource({ store, version, counts, channels: opened });
    await source.look();
    return source;
  });
}

/** What the attributes say; a file that lacks them has samples without times. */
async function clockOf({ store, version }: Mth5Access, ids: ChannelIds): Promise<SampleClock> {
  const dataset = await store.dataset(channelPath(version, ids));
  // All of them take many times as long, and this is done for each slice that is read.
  const rate = Number((await readOne(dataset.attributes, 'sample_rate')) ?? 0);
  const start = instantOf(String(await readOne(dataset.attributes, 'time_period.start'))) ?? epoch;
  return { start, rate: Number.isFinite(rate) ? rate : 0 };
}
